using Assay.Text.Languages;
using Assay.Text.Stemming;
using FsCheck;
using FsCheck.Fluent;

namespace Assay.Tests.Text.Stemming;

/// <summary>Agreement with Snowball's own program (Fixtures/stems), and safety on anything else.</summary>
public sealed class SnowballStemmerTests
{
    private static readonly string[] s_words = ["internationalisations", "freundlichkeiten", "comunicaciones", "heureusement", "gentilmente", "straße", "ambigüedades"];

    public static TheoryData<Language> Languages => [Language.English, Language.German, Language.Spanish, Language.French, Language.Italian];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Stem_equals_libstemmer_on_every_word(Language language)
    {
        string file = Path.Combine(AppContext.BaseDirectory, "Fixtures", "stems", language.ToString().ToLowerInvariant() + ".tsv");
        string[] lines = File.ReadAllLines(file);
        Assert.Equal(2000, lines.Length);
        string[] wrong = [.. lines.Select(l => l.Split('\t')).Where(p => Stem(language, p[0]) != p[1]).Select(p => $"{p[0]}: {Stem(language, p[0])}, not {p[1]}")];
        Assert.Empty(wrong);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Stem_of_any_characters_stays_within_the_buffer(Language language)
    {
        // Dense in what the rules look at, so that they fire on words that no language has.
        Gen<char[]> words = Gen.Choose(0, 12).SelectMany(n => Gen.Elements("aeiouyqhsngltcmdréèêëïüñßíáóìòIUYH'\u4E00\uD800".ToCharArray()).ArrayOf(n));
        Prop.ForAll(words.ToArbitrary(), word =>
        {
            var exact = new char[word.Length];
            word.CopyTo(exact, 0);
            int length = Stemmers.For(language)!(exact, word.Length);
            return length <= word.Length && length >= 0;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Stem_allocates_nothing(Language language)
    {
        StemFunction stem = Stemmers.For(language)!;
        var buffer = new char[32];
        Measure(stem, buffer);
        Assert.Equal(0, Measure(stem, buffer));
    }

    [Fact]
    public void For_languages_without_a_stemmer_is_null()
    {
        Assert.Null(Stemmers.For(Language.Unknown));
        Assert.Null(Stemmers.For(Language.Japanese));
    }

    private static long Measure(StemFunction stem, char[] buffer)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (string word in s_words)
        {
            word.CopyTo(buffer);
            stem(buffer, word.Length);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static string Stem(Language language, string word)
    {
        var buffer = new char[word.Length + 4];
        word.CopyTo(buffer);
        return new string(buffer, 0, Stemmers.For(language)!(buffer, word.Length));
    }
}

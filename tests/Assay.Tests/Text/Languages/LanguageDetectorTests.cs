using Assay.Text.Languages;

namespace Assay.Tests.Text.Languages;

/// <summary>Accuracy on sentences written for this test (Fixtures/languages/samples.txt); the profiles were made from other text.</summary>
public sealed class LanguageDetectorTests
{
    private static readonly Language[] s_all = [.. Enum.GetValues<Language>().Where(l => l != Language.Unknown)];

    private static readonly ILookup<Language, string> s_samples = Samples();

    [Fact]
    public void Detect_of_one_sentence_is_right_in_99_of_100_cases()
    {
        Assert.All(s_all, l => Assert.True(s_samples[l].Count() >= 30));
        int all = s_samples.Sum(g => g.Count());
        int right = s_samples.Sum(g => g.Count(s => LanguageDetector.Detect(s) == g.Key));
        Assert.True(right * 100 >= all * 99, $"{right} of {all}");
    }

    [Fact]
    public void Detect_never_takes_one_known_language_for_another()
    {
        string[] wrong = [.. s_samples.SelectMany(g => g.Where(s => LanguageDetector.Detect(s) is Language l && l != g.Key && l != Language.Unknown))];
        Assert.Empty(wrong);
    }

    [Fact]
    public void Detect_among_candidates_is_right_for_most_three_word_queries()
    {
        Language[] latin = [Language.English, Language.German, Language.Spanish, Language.French, Language.Italian];
        int all = 0, right = 0;
        foreach (Language language in latin)
        {
            foreach (string[] words in s_samples[language].Select(s => s.Split(' ')))
            {
                for (int i = 0; i + 3 <= words.Length; i++, all++) right += LanguageDetector.Detect(string.Join(' ', words[i..(i + 3)]), latin) == language ? 1 : 0;
            }
        }

        Assert.True(right * 100 >= all * 90, $"{right} of {all}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n 12.5 % --- 404")]
    [InlineData("Kafka")]
    [InlineData("xq zzkj wvvb qqx")]
    [InlineData("\uD800\uDC00\uD800 \uDC00")]
    public void Detect_of_too_little_is_unknown(string text) => Assert.Equal(Language.Unknown, LanguageDetector.Detect(text));

    [Fact]
    public void Detect_among_candidates_prefers_the_first_when_nothing_speaks_for_another()
    {
        Assert.Equal(Language.German, LanguageDetector.Detect("404", [Language.German, Language.English]));
        Assert.Equal(Language.English, LanguageDetector.Detect("404", [Language.English, Language.German]));
        Assert.Equal(Language.Unknown, LanguageDetector.Detect("hello", []));
        Assert.Equal(Language.Japanese, LanguageDetector.Detect("東京", [Language.English, Language.Japanese]));
        Assert.Equal(Language.English, LanguageDetector.Detect("東京", [Language.English, Language.German]));
    }

    [Fact]
    public void Detect_mixed_text_goes_by_the_larger_part()
    {
        Assert.Equal(Language.Chinese, LanguageDetector.Detect("使用 Docker 容器部署应用程序时，请先安装 Docker Desktop 并登录您的帐户。"));
        Assert.Equal(Language.English, LanguageDetector.Detect("The word for Tokyo is 東京, and people who live there say it without thinking about the two characters."));
    }

    [Fact]
    public void Detect_sees_letters_with_separate_accents()
    {
        string sentence = "Où est passée la clé qui était posée à côté de la fenêtre ?";
        Assert.Equal(Language.French, LanguageDetector.Detect(sentence.Normalize(System.Text.NormalizationForm.FormD)));
    }

    [Fact]
    public void Detect_allocates_nothing()
    {
        string text = string.Join(' ', s_samples[Language.English]);
        LanguageDetector.Detect(text);
        long before = GC.GetAllocatedBytesForCurrentThread();
        LanguageDetector.Detect(text);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static ILookup<Language, string> Samples()
    {
        var samples = new List<(Language Language, string Text)>();
        Language language = Language.Unknown;
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Fixtures", "languages", "samples.txt")).Where(l => !l.StartsWith('#')))
        {
            if (line.StartsWith('[')) language = Enum.Parse<Language>(line[1..^1]);
            else samples.Add((language, line));
        }

        return samples.ToLookup(s => s.Language, s => s.Text);
    }
}

using System.Text;
using Assay.Text.Analysis;
using Assay.Text.Languages;
using FsCheck;
using FsCheck.Fluent;

namespace Assay.Tests.Text.Analysis;

/// <summary>What holds for every text: spans, positions, sizes, independence of threads and history, no allocation.</summary>
public sealed class AnalyzerPropertyTests
{
    private static readonly string[] s_pieces =
    [
        "the", "Running", "FL-4012", "getUserName", "HTTP_404", "v2.10.3", "user@host.com", "foo/bar.md", "1,000.50", "1.000,50", "12", "don't", "l'eau", "Größe", "größe",
        "cafe\u0301", "ﬁne", "Ｆｕｌｌ", "北京大学", "データ", "ﾃﾞｰﾀ", "한국어", "𠮷野家", "U.S.", "C++", "C#", "AT&T", "x", "A", "ß", "Æ", "İ", "ĳ", "naïve", "IDs", "3.5mm", "2024-01-31",
        "\uD800", "\uDC00", "\u0301", "\u00AD", "\u200D", "\uFEFF", "𝐀𝐁", "ሰላም", "नमस्ते", "Привет", "'", "’s", ".", "-", "_", "__", "::", ":", "@", "/", "\\", "#", "+", ",", " ", "\n", "%",
    ];

    private static Arbitrary<string> Texts =>
        Gen.Choose(0, 12).SelectMany(n => Gen.Elements(s_pieces).ArrayOf(n)).SelectMany(p => Gen.Elements("", " ").Select(s => string.Join(s, p))).ToArbitrary();

    [Fact]
    public void Analyze_any_text_gives_terms_within_their_bounds() => Check((text, language) =>
    {
        int position = 0, wholes = 0;
        foreach (TermList.Kept term in TermList.Of(text, language))
        {
            Assert.InRange(term.Text.Length, 1, Analyzer.MaxTermLength);
            Assert.True(term.Span.Start >= 0 && term.Span.Start < term.Span.End && term.Span.End <= text.Length);
            Assert.InRange(term.Position, position, position + 1);
            Assert.DoesNotContain(term.Text, char.IsWhiteSpace);
            position = term.Position;
            wholes += term.Kind == TermKind.Whole ? 1 : 0;
            Assert.False(term.IsStopWord && term.Kind is TermKind.Whole or TermKind.Number);
        }
    });

    [Fact]
    public void Analyze_the_text_of_a_span_gives_its_term_again() => Check((text, language) =>
    {
        foreach (TermList.Kept term in TermList.Of(text, language))
        {
            string source = text[term.Span.Start..term.Span.End];
            // What an apostrophe does depends on what follows; the first two numbers of a version may look like thousands by themselves.
            if (source == term.Text || source.AsSpan().ContainsAny('\'', '’')) continue;
            Assert.Contains(term.Text, TermList.Of(source, language).Select(t => t.Text));
        }
    });

    [Fact]
    public void Analyze_terms_are_analyzed_to_the_same_position_alone_or_in_a_sentence() => Check((text, language) =>
    {
        IReadOnlyList<TermList.Kept> alone = TermList.Of(text, language), after = TermList.Of("word \n" + text, language);
        Assert.Equal(alone.Select(t => (t.Text, t.Position + 1, t.Kind)), after.Skip(1).Select(t => (t.Text, t.Position, t.Kind)));
    });

    [Fact]
    public void Analyze_parts_in_a_row_have_neighbouring_positions()
    {
        IReadOnlyList<TermList.Kept> compound = TermList.Of("call getUserName now"), plain = TermList.Of("call get user name now");
        Assert.Equal(plain.Select(t => (t.Text, t.Position)), compound.Where(t => t.Kind != TermKind.Whole).Select(t => (t.Text, t.Position)));
    }

    [Fact]
    public void Analyze_from_many_threads_gives_what_one_gives()
    {
        var random = new Random(5);
        string[] texts = [.. Enumerable.Range(0, 200).Select(_ => string.Join(' ', Enumerable.Range(0, 60).Select(_ => Word(random))))];
        string[] together = new string[texts.Length];
        Parallel.For(0, texts.Length, i => together[i] = TermList.Positions(texts[i], Language.German));
        for (int i = 0; i < texts.Length; i++) Assert.Equal(TermList.Positions(texts[i], Language.German), together[i]);
    }

    [Fact]
    public void Analyze_a_word_past_the_cache_gives_the_same_term()
    {
        string before = TermList.Texts("unforgettable relationships");
        var flood = new StringBuilder();
        for (int i = 0; i < 60_000; i++)
        {
            for (int rest = i + 1; rest > 0; rest /= 26) flood.Append((char)('a' + (rest % 26)));
            flood.Append("ings ");
        }

        Assert.Equal(60_000, TermList.Of(flood.ToString()).Count);
        Assert.Equal(before, TermList.Texts("unforgettable relationships"));
        Assert.StartsWith(TermList.Texts("zzz") + " ", TermList.Texts("zzz " + flood.ToString()[..50]), StringComparison.Ordinal);
    }

    [Fact]
    public void Analyze_seen_words_allocates_nothing()
    {
        string text = string.Concat(Enumerable.Repeat("The café's FL-4012 getUserName() v2.10.3, user@host.com; 1,000.50 北京大学 naïve co\u00ADoperation U.S. don't running. ", 20));
        foreach (Language language in Enum.GetValues<Language>())
        {
            var sink = new Counter();
            Analyzer.For(language).Analyze(text, ref sink);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Analyzer.For(language).Analyze(text, ref sink);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.True(sink.Terms > 400);
        }
    }

    [Theory]
    [InlineData(1_000_000, "a")]
    [InlineData(500_000, "a-")]
    [InlineData(500_000, "aB")]
    [InlineData(500_000, "1.")]
    [InlineData(500_000, "a'")]
    [InlineData(500_000, "e\u0301")]
    [InlineData(500_000, "𝐀")]
    [InlineData(300_000, "v1_")]
    public void Analyze_endless_tokens_takes_linear_time_and_short_terms(int count, string piece)
    {
        string text = string.Concat(Enumerable.Repeat(piece, count));
        var sink = new Counter();
        Analyzer.For(Language.French).Analyze(text, ref sink);
        Assert.InRange(sink.Terms, 1, 4L * count);
        Assert.InRange(sink.Longest, 1, Analyzer.MaxTermLength);
    }

    private static void Check(Action<string, Language> property)
    {
        foreach (Language language in (Language[])[Language.Unknown, Language.English, Language.German, Language.French, Language.Japanese])
        {
            Prop.ForAll(Texts, text => property(text, language)).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
        }
    }

    private static string Word(Random random) => string.Concat(Enumerable.Range(0, random.Next(2, 9)).Select(_ => "aeiouäöürstnlgh"[random.Next(15)]));

    private struct Counter : ITermSink
    {
        public long Terms { get; private set; }

        public int Longest { get; private set; }

        public void Add(in Term term)
        {
            Terms++;
            Longest = Math.Max(Longest, term.Text.Length);
        }
    }
}

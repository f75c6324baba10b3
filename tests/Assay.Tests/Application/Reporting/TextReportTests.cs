using System.Globalization;
using Assay.Comparing;
using Assay.Decisions.Verdicts;
using Assay.Reporting;

namespace Assay.Tests.Application.Reporting;

public sealed class TextReportTests
{
    [Fact]
    public void Render_prints_the_arms_the_pairs_and_the_verdict()
    {
        const string Expected =
            """
            acme: 240 questions, 131 documents in 462 chunks, model extractive

            arm               n  score  95% interval  outcomes
            prompt          240   20.3  15.8 to 24.8  126 answered, 114 abstained
            rag             240   62.5  58.0 to 67.0  126 answered, 114 abstained
            (long-context)  240   60.0  55.5 to 64.5  126 answered, 114 abstained

            arm             p50 ms  p95 ms  tokens in  tokens out  USD/1,000
            prompt             1.9   1,234    ~31,938         ~41       0.12
            rag                1.9   1,234    ~31,938         ~41   1,500.00
            (long-context)     1.9   1,234    ~31,938         ~41    unknown

            prompt minus rag: -42.2 points (-51.2 to -11.0), p <0.001
            prompt minus long-context: -30.0 points (-40.0 to -20.0), p <0.001
            rag minus long-context: +2.5 points (-1.0 to +6.0), not told apart, p 0.163

            retrieval: mrr 0.756, ndcg@10 0.752, other 0.100, recall@8 0.847

            VERDICT  ship rag (the right choice in 98.8% of resamples)
              - rag scores 62.5 points.
              ? prompt becomes level if rag loses 11.0 points.

            report: /srv/acme/.assay/report.html

            """;
        Assert.Equal(Expected.ReplaceLineEndings("\n"), TextReport.Render(SampleComparison.Of(SampleComparison.Ship)));
    }

    [Fact]
    public void Render_says_how_to_measure_a_larger_model_than_the_bundled_one()
    {
        string text = TextReport.Render(SampleComparison.Of(SampleComparison.Ship) with { Model = "assay-tiny-en" });
        Assert.EndsWith("  model: openai:gpt-4o-mini               OpenAI, with OPENAI_API_KEY set\n", text, StringComparison.Ordinal);
        Assert.Contains("assay models pull hf:", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_wraps_long_sentences_and_outcomes_below_themselves()
    {
        Comparison sample = SampleComparison.Of(SampleComparison.Undecided);
        string[] every = ["scored", "abstained", "invalid", "over_context", "timed_out", "provider_failed", "judge_failed", "not_applicable", "brand_new"];
        Comparison crowded = sample with
        {
            Arms = [.. sample.Arms.Select(a => a with { N = 1234567, Outcomes = every.ToDictionary(o => o, _ => 100000).Aggregate(a.Outcomes.Clear(), (all, o) => all.Add(o.Key, o.Value)) })],
            Warnings = [string.Join(' ', Enumerable.Repeat("word", 100))],
        };
        string[] lines = TextReport.Render(crowded).Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
        Assert.Equal(100, lines.Sum(l => l.Split(' ').Count(w => w == "word")));
        Assert.Contains(lines, l => l.StartsWith("    word", StringComparison.Ordinal));
        Assert.Equal(sample.Arms.Length, lines.Sum(l => l.Split(' ').Count(w => w == "brand")));
    }

    [Fact]
    public void Render_prints_a_word_that_is_too_long_whole()
    {
        string path = new('x', 100);
        Assert.Contains($"\n  ! Not read:\n    {path}\n", TextReport.Render(SampleComparison.Of(SampleComparison.Ship) with { Warnings = [$"Not read: {path}"] }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.99999, "ship rag (the right choice in more than 99.9% of resamples)")]
    [InlineData(1.0, "ship rag (the right choice in more than 99.9% of resamples)")]
    public void Headline_never_rounds_up_to_certainty(double confidence, string expected) =>
        Assert.Equal(expected, TextReport.Headline(SampleComparison.Of(SampleComparison.Ship with { Confidence = confidence })));

    [Fact]
    public void Headline_names_each_way_to_end()
    {
        Verdict incomplete = SampleComparison.Undecided with { QuestionsNeeded = null };
        Assert.Equal(
            ["undecided: ask 1,234 more questions", "undecided", "no detectable difference: ship prompt, the cheapest", "none meets the requirements"],
            new[] { SampleComparison.Undecided, incomplete, SampleComparison.NoDifference, SampleComparison.NoneMeets }.Select(v => TextReport.Headline(SampleComparison.Of(v))));
    }

    [Theory]
    [InlineData(null, "unknown")]
    [InlineData("0", "0.00")]
    [InlineData("0.0000012", "0.0012")]
    [InlineData("0.00123", "1.23")]
    [InlineData("2.5", "2,500.00")]
    public void PerThousand_keeps_small_prices_visible(string? perQuestion, string expected) =>
        Assert.Equal(expected, Figures.PerThousand(perQuestion is null ? null : decimal.Parse(perQuestion, CultureInfo.InvariantCulture)));
}

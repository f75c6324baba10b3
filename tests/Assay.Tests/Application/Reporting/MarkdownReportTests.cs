using Assay.Reporting;

namespace Assay.Tests.Application.Reporting;

public sealed class MarkdownReportTests
{
    private static readonly ReportContent s_measured = new() { Decision = SampleDecision.Measured, Comparison = SampleComparison.Of(SampleDecision.Ship), Runs = SampleComparison.Runs, Questions = SampleComparison.Questions };

    [Fact]
    public void Render_begins_with_the_briefing()
    {
        const string Expected =
            """
            # acme

            240 questions, 131 documents (33,511 tokens), model extractive, 26 November 2026

            ## Verdict: Ship rag

            98.8% sure: in that share of the resamples of questions, latency and costs rag is the choice.

            | figure | value | range or meaning |
            |---|--:|---|
            | confidence | 98.8% | chance that it is the right choice |
            | score of rag, of 100 | 62.5 | 95% interval 58.0 to 67.0 |
            """;
        Assert.StartsWith(Expected.ReplaceLineEndings("\n"), MarkdownReport.Render(s_measured), StringComparison.Ordinal);
    }

    [Fact]
    public void Render_links_to_publications_and_not_into_itself()
    {
        string markdown = MarkdownReport.Render(s_measured);
        Assert.Contains("- [As somebody wrote.](<https://example.org/why?a=1&b=2>)\n", markdown, StringComparison.Ordinal);
        Assert.Contains("- rag scores 62.5 points.\n", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("](#", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("<svg", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_holds_the_tables_of_the_html()
    {
        string[] lines = MarkdownReport.Render(s_measured).Split('\n');
        Assert.Contains("| rag | 62.5 | 58.0 to 67.0 | 240 |", lines);
        Assert.Contains("| rag − prompt (rag is better) | \\+42.2 | \\+11.0 to +51.2 | \\<0.001 | 240 |", lines.Select(l => l.Replace("| +", "| \\+", StringComparison.Ordinal)));
        Assert.Contains("| corpus.documents | 131 | measured | 1000; the measurement counts |", lines);
        Assert.Contains("## What it costs", lines);
        Assert.Contains("    assay decide --need queriesPerMonth=60000", lines);
        foreach (string line in lines.Where(l => l.StartsWith('|'))) Assert.EndsWith("|", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_have_as_many_cells_in_every_row()
    {
        int cells = 0;
        foreach (string line in MarkdownReport.Render(s_measured).Split('\n'))
        {
            int here = line.StartsWith('|') ? line.Replace("\\|", "", StringComparison.Ordinal).Count(c => c == '|') : 0;
            if (here > 0 && cells > 0) Assert.Equal(cells, here);
            cells = here;
        }
    }

    [Theory]
    [InlineData("a | b", "a \\| b")]
    [InlineData("<b>&amp; `x`", "\\<b\\>\\&amp; \\`x\\`")]
    [InlineData("two\nlines", "two lines")]
    [InlineData("AT&T and 1 & 2", "AT\\&T and 1 & 2")]
    [InlineData("[x](javascript:alert)", "\\[x\\](javascript:alert)")]
    public void Text_of_others_stays_text(string text, string expected) => Assert.Equal(expected, Markdown.Text(text));

    [Theory]
    [InlineData("# no heading", "\\# no heading")]
    [InlineData("- no item", "\\- no item")]
    [InlineData("1. no item", "1\\. no item")]
    [InlineData("240 questions", "240 questions")]
    [InlineData("===", "\\===")]
    public void Lines_of_others_begin_nothing(string text, string expected) => Assert.Equal(expected, Markdown.Line(text));
}

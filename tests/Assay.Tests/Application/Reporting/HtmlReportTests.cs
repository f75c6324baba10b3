using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Assay.Comparing;
using Assay.Decisions.Verdicts;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Scoring;
using Assay.Evaluation.Statistics;
using Assay.Reporting;
using Assay.Running;

namespace Assay.Tests.Application.Reporting;

public sealed class HtmlReportTests
{
    public static TheoryData<string, string, string> Verdicts { get; } = new()
    {
        { nameof(VerdictKind.Ship), "Ship rag", "98.8%" },
        { nameof(VerdictKind.NoDetectableDifference), "No detectable difference: ship prompt, the cheapest", "41.0%" },
        { nameof(VerdictKind.Undecided), "Undecided: ask 1,234 more questions", "+1,234" },
        { nameof(VerdictKind.NoneMeetsRequirements), "None meets the requirements", "62.5" },
    };

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void Render_puts_the_verdict_first(string kind, string headline, string figure)
    {
        Comparison comparison = SampleComparison.Of(Verdict(kind));
        XElement card = Elements(Render(comparison), "section").First();
        Assert.Equal(headline, card.Element("h2")!.Value);
        Assert.Contains(figure, card.Descendants("strong").Select(s => s.Value));
        Assert.All(comparison.Verdict.Why.Concat(comparison.Verdict.Flips), sentence => Assert.Contains(sentence, card.Descendants("li").Select(l => l.Value)));
        Assert.Equal(comparison.Verdict.Flips.Length > 0, card.Value.Contains("What would change it", StringComparison.Ordinal));
    }

    [Fact]
    public void Render_holds_the_numbers_in_tables()
    {
        XDocument report = Render(SampleComparison.Of(SampleComparison.Ship));
        Assert.Equal(["rag", "62.5", "58.0 to 67.0", "240"], ReportHtml.RowOf(report, "Score of each arm", "rag"));
        Assert.Equal(["long-contextreference", "60.0", "55.5 to 64.5", "240"], ReportHtml.RowOf(report, "Score of each arm", "long-context"));
        Assert.Equal(["ms, 95th percentile", "1,234", "1,234", "1,234"], ReportHtml.RowOf(report, "Latency, tokens and cost of each arm", "ms, 95th percentile"));
        Assert.Equal(["tokens in", "~31,938", "~31,938", "~31,938"], ReportHtml.RowOf(report, "Latency, tokens and cost of each arm", "tokens in"));
        Assert.Equal(["USD per 1,000 questions", "0.12", "1,500.00", "unknown"], ReportHtml.RowOf(report, "Latency, tokens and cost of each arm", "USD"));
        Assert.Equal(["% of all documents in the prompt", "–", "–", "95.2"], ReportHtml.RowOf(report, "Latency, tokens and cost of each arm", "%"));
        Assert.Equal(["billing", "33", "12.1", "36.5", "–"], ReportHtml.RowOf(report, "Score by tag", "billing"));
        Assert.Equal("0.752", ReportHtml.RowOf(report, "Retrieval", "nDCG@10")[1]);
        Assert.Equal("0.847", ReportHtml.RowOf(report, "Retrieval", "recall@8share of the relevant documents among the first 8")[1]);
        Assert.Equal("126", ReportHtml.RowOf(report, "Outcomes", "answered")[1]);
    }

    [Fact]
    public void Render_names_parts_in_words_and_leaves_out_those_that_apply_to_nothing()
    {
        XDocument report = Render(SampleComparison.Of(SampleComparison.Ship));
        string[] names = [.. ReportHtml.Table(report, "Parts of the score").Descendants("tbody").Elements("tr").Select(r => r.Element("th")!.FirstNode!.ToString())];
        Assert.Equal(["Token F1", "Abstained though answerable", "brand new"], names);
    }

    [Fact]
    public void Render_turns_pairs_so_that_the_arm_to_ship_comes_first()
    {
        XDocument report = Render(SampleComparison.Of(SampleComparison.Ship));
        Assert.Equal(["rag − promptrag is better", "+42.2", "+11.0 to +51.2", "<0.001", "240"], ReportHtml.RowOf(report, "Differences between arms", "rag − prompt"));
        Assert.Equal(["rag − long-contextnot told apart", "+2.5", "-1.0 to +6.0", "0.163", "239"], ReportHtml.RowOf(report, "Differences between arms", "rag − long-context"));
        Assert.Equal(["long-context − promptlong-context is better", "+30.0", "+20.0 to +40.0", "<0.001", "240"], ReportHtml.RowOf(report, "Differences between arms", "long-context − prompt"));
    }

    [Fact]
    public void Render_says_of_each_answer_what_became_of_it()
    {
        XDocument report = Render(SampleComparison.Of(SampleComparison.Ship));
        XElement[] arms = [.. Elements(report, "details").Where(d => d.Attribute("class")?.Value == "arm fold")];
        Assert.Equal(["prompt 2 of 2 not fully right", "rag 2 of 2 not fully right"], arms.Select(a => a.Element("summary")!.Value));
        Assert.Equal([null, ""], arms.Select(a => a.Attribute("open")?.Value));
        Assert.Equal(["abstained", "should abstain", "no score", "43"], arms.SelectMany(a => a.Descendants("span")).Select(s => s.Value));
        Assert.Contains("none: 429 too many requests", arms[1].Descendants("dd").Select(d => d.Value));
        Assert.DoesNotContain("unseen in the report", report.Root!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_counts_questions_without_a_measure_as_neither_right_nor_wrong()
    {
        AnswerRow unscored = SampleComparison.Row("q2", "anything", null) with { Score = SampleComparison.Score("q2", null) with { Outcome = Outcome.NotApplicable } };
        XDocument report = Render(SampleComparison.Of(SampleComparison.Ship), [new Run("rag", false, true, [SampleComparison.Row("q1", "30 days", 1), unscored])]);
        Assert.Contains("rag 0 of 1 not fully right", Elements(report, "summary").Select(s => s.Value));
    }

    [Fact]
    public void Render_escapes_whatever_others_wrote()
    {
        string hostile = SampleComparison.Hostile;
        Comparison comparison = SampleComparison.Of(SampleComparison.Ship with { Reasons = [hostile], Caveats = [hostile] });
        comparison = comparison with
        {
            Project = hostile, Model = hostile, Command = hostile, Warnings = [.. Enumerable.Range(0, 7).Select(i => hostile + i)],
            Tags = [.. comparison.Tags.Select(t => t with { Tag = hostile })],
        };
        Question question = SampleComparison.Questions.Questions[0] with { Id = hostile, Text = hostile, Answers = [hostile], Documents = [hostile] };
        AnswerRow row = SampleComparison.Row(hostile, hostile, 0) with { Context = [hostile], Score = SampleComparison.Score(hostile, 0) with { Violations = [hostile] } };
        string html = HtmlReport.Render(new ReportContent { Comparison = comparison, Runs = [new Run("rag", false, true, [row])], Questions = new QuestionSet("questions.jsonl", [question]) });

        XDocument report = ReportHtml.Parse(html);
        string shown = hostile.Replace('\u0001', '\uFFFD');
        Assert.Empty(Elements(report, "script"));
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(shown, report.Descendants("h1").Single().Value);
        Assert.Equal(shown, Elements(report, "bdi").Single().Value);
        Assert.Equal(6, Elements(report, "dd").Count(d => d.Value == shown));
        // Reason and caveat, the caveat again among what would change it; four warnings first and all seven below.
        Assert.Equal(3 + FirstPage.Most + 7, Elements(report, "li").Count(l => l.Value.StartsWith(shown, StringComparison.Ordinal)));
        Assert.Contains("3 more", Elements(report, "li").Select(l => l.Value));
    }

    [Fact]
    public void Render_refers_to_nothing_outside_itself()
    {
        string html = HtmlReport.Render(Sample);
        XDocument report = ReportHtml.Parse(html);
        Assert.DoesNotContain(report.Descendants().Attributes(), a => a.Name.LocalName is "src" or "srcset" or "action" or "data" || (a.Name.LocalName == "href" && !a.Value.StartsWith('#')));
        Assert.DoesNotContain(report.Descendants(), e => e.Name.LocalName is "script" or "link" or "img" or "iframe" or "object");
        Assert.DoesNotContain("url(", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("//", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_puts_a_table_after_every_plot()
    {
        XElement[] plots = [.. Elements(Render(SampleComparison.Of(SampleComparison.Ship)), "div").Where(d => d.Attribute("class")?.Value == "plot")];
        Assert.Equal(3, plots.Length);
        Assert.All(plots, plot =>
        {
            Assert.NotEmpty(plot.Attribute("aria-label")!.Value);
            Assert.Equal(3, plot.Elements("div").Count(row => row.Attribute("class")!.Value == "plot-row"));
            string table = plot.ElementsAfterSelf().First().Descendants("table").Single().Value;
            Assert.All(plot.Descendants("span").Where(s => s.Attribute("class")!.Value == "plot-value"), value => Assert.All(value.Value.Split(" / "), figure => Assert.Contains(figure, table, StringComparison.Ordinal)));
        });
    }

    [Fact]
    public void Render_keeps_every_mark_inside_its_plot()
    {
        XElement[] marks = [.. Elements(Render(SampleComparison.Of(SampleComparison.Ship)), "div").Where(d => d.Attribute("class")?.Value == "plot").Descendants().Where(e => e.Name.LocalName is "line" or "circle" or "text")];
        double[] places = [.. marks.SelectMany(m => m.Attributes()).Where(a => a.Name.LocalName is "x" or "x1" or "x2" or "cx").Select(a => double.Parse(a.Value.TrimEnd('%'), CultureInfo.InvariantCulture))];
        Assert.NotEmpty(places);
        Assert.All(places, p => Assert.InRange(p, 2, 98));
    }

    [Fact]
    public void Render_without_scores_leaves_the_empty_sections_out()
    {
        Comparison full = SampleComparison.Of(SampleComparison.NoneMeets);
        Comparison empty = full with
        {
            Comparisons = [], Tags = [], Retrieval = full.Retrieval.Clear(), Inputs = "ab",
            Arms = [full.Arms[0] with { N = 0, Score = null, Low = null, High = null, LatencyMs = new LatencyPercentiles(null, null, null, 0), Measures = full.Arms[0].Measures.Clear(), Outcomes = full.Arms[0].Outcomes.Clear().Add("provider_failed", 240) }],
        };
        XDocument report = Render(empty, []);
        Assert.Equal(["None meets the requirements", "In this report", "Score of each arm", "Latency, tokens and cost", "What would change the verdict", "What became of the questions", "Reproduce"], Elements(report, "h2").Select(h => h.Value));
        Assert.DoesNotContain("plot", Elements(report, "div").Select(d => d.Attribute("class")?.Value));
        Assert.Equal(["prompt", "–", "–", "0"], ReportHtml.RowOf(report, "Score of each arm", "prompt"));
    }

    [Fact]
    public void Render_cuts_long_answers_between_characters()
    {
        string answer = new string('a', 599) + "😀 tail";
        XDocument report = Render(SampleComparison.Of(SampleComparison.Ship), [new Run("rag", false, true, [SampleComparison.Row("q1", answer, 0)])]);
        Assert.Contains(new string('a', 599) + "…", Elements(report, "dd").Select(d => d.Value));
    }

    [Fact]
    public void Render_is_the_same_in_every_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        string first = HtmlReport.Render(Sample);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(first, HtmlReport.Render(Sample));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static Verdict Verdict(string kind) => kind switch
    {
        nameof(VerdictKind.Ship) => SampleComparison.Ship,
        nameof(VerdictKind.Undecided) => SampleComparison.Undecided,
        nameof(VerdictKind.NoDetectableDifference) => SampleComparison.NoDifference,
        _ => SampleComparison.NoneMeets,
    };

    private static ReportContent Sample => new() { Comparison = SampleComparison.Of(SampleComparison.Ship), Runs = SampleComparison.Runs, Questions = SampleComparison.Questions };

    private static XDocument Render(Comparison comparison, ImmutableArray<Run>? runs = null) => ReportHtml.Parse(Sample with { Comparison = comparison, Runs = runs ?? SampleComparison.Runs });

    private static IEnumerable<XElement> Elements(XDocument report, string name) => report.Descendants(name);
}

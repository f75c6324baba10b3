using System.Xml.Linq;
using Assay.Deciding;
using Assay.Decisions.Requirements;
using Assay.Decisions.Rules;
using Assay.Reporting;

namespace Assay.Tests.Application.Reporting;

public sealed class DecisionReportTests
{
    private static readonly ReportContent s_paper = new() { Decision = SampleDecision.OnPaper, Books = SampleDecision.Books, History = SampleDecision.History };

    private static readonly ReportContent s_measured = s_paper with { Decision = SampleDecision.Measured, Comparison = SampleComparison.Of(SampleDecision.Ship), Runs = SampleComparison.Runs, Questions = SampleComparison.Questions };

    public static TheoryData<bool> Both { get; } = [true, false];

    [Theory]
    [MemberData(nameof(Both))]
    public void Every_link_has_its_target_and_every_id_stands_once(bool isMeasured)
    {
        XDocument report = ReportHtml.Parse(isMeasured ? s_measured : s_paper);
        string[] ids = [.. ReportHtml.Ids(report)], inner = [.. ReportHtml.Targets(report).Where(t => t.StartsWith('#')).Select(t => t[1..])];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.NotEmpty(inner);
        Assert.All(inner, target => Assert.Contains(target, ids));
        Assert.All(ReportHtml.Targets(report).Where(t => !t.StartsWith('#')), t => Assert.StartsWith("https://", t, StringComparison.Ordinal));
    }

    [Fact]
    public void Reasons_lead_to_their_numbers_and_a_target_that_is_not_there_is_left_as_words()
    {
        XDocument report = ReportHtml.Parse(s_measured);
        XElement card = report.Descendants("section").First();
        Assert.Equal(["#scores", "#pair-rag-prompt", "#need-latencyP95", "https://example.org/why?a=1&b=2"], card.Descendants("li").Take(5).SelectMany(l => l.Elements("a")).Select(a => a.Attribute("href")!.Value));
        Assert.Contains("A link to nothing.", card.Descendants("li").Select(l => l.Value));
        Assert.All(new[] { "scores", "pair-rag-prompt", "pair-prompt-rag", "cost", "latency", "flips", "rules", "assumptions", "history", "vendors", "tornado", "needs" }, id => Assert.Contains(id, ReportHtml.Ids(report)));
        Assert.All(SampleDecision.Measured.Paper.Fired, f => Assert.Contains($"rule-{f.Rule.Id}", ReportHtml.Ids(report)));
    }

    [Fact]
    public void The_first_page_says_what_it_costs_in_the_currency_asked_for()
    {
        string[] tiles = [.. ReportHtml.Parse(s_measured).Descendants("section").First().Element("dl")!.Elements("div").Select(d => d.Value)];
        decimal p50 = SampleDecision.Measured.Costs!.Simulation.Arms[1].Total.P50;
        Assert.Contains(tiles, t => t.StartsWith($"cost over 24 months{Figures.Rough(p50)} EUR", StringComparison.Ordinal) && t.EndsWith("(p10 to p90)", StringComparison.Ordinal));
        Assert.Contains(tiles, t => t.StartsWith("building and first month", StringComparison.Ordinal));
        Assert.Contains(tiles, t => t.StartsWith("a month of running", StringComparison.Ordinal) && t.Contains("at 60,000 questions a month", StringComparison.Ordinal));
        Assert.Contains(tiles, t => t.StartsWith("confidence98.8%", StringComparison.Ordinal));
    }

    [Fact]
    public void Money_risk_and_next_step_stand_on_the_first_page()
    {
        XDocument report = ReportHtml.Parse(s_measured);
        XElement first = report.Descendants("div").First(d => d.Attribute("class")?.Value == "first");
        Assert.Contains("Write 100 questions.", first.Value, StringComparison.Ordinal);
        Assert.Contains("corpus.documents was stated as 1000 and measured as 131; the measurement counts.", first.Descendants("li").Select(l => l.Value));
        Assert.Contains("The price book is 95 days old.", first.Descendants("li").Select(l => l.Value));
        Assert.Contains("At 467,000 questions a month it is prompt.", first.Descendants("li").Select(l => l.Value));
        Assert.Contains("It stays the same for limit of the 95th percentile (ms) and price of model calls (factor), as far as they were moved.", first.Descendants("li").Select(l => l.Value));
        Assert.All(first.Descendants("ul"), list => Assert.InRange(list.Elements("li").Count(), 1, FirstPage.Most + 1));
    }

    [Fact]
    public void Costs_stand_in_tables_with_the_sums_they_are_drawn_from()
    {
        XDocument report = ReportHtml.Parse(s_paper);
        CostEstimate costs = SampleDecision.OnPaper.Costs!;
        Assert.Equal(["rag", Figures.Money(costs.Simulation.Arms[1].Total.P10), Figures.Money(costs.Simulation.Arms[1].Total.P50), Figures.Money(costs.Simulation.Arms[1].Total.P90)], ReportHtml.RowOf(report, "Cost of each arm in EUR", "rag")[..4]);
        Assert.Equal(["all", Figures.Money(costs.Arms[0].Total), Figures.Money(costs.Arms[1].Total)], ReportHtml.RowOf(report, "What costs what over 24 months in EUR", "all"));
        Assert.Equal(costs.Arms.Select(a => Figures.Money(a.Total)), Sum(report, costs));
        Assert.Equal("rag instead of prompt", ReportHtml.RowOf(report, "Crossovers in questions a month", "rag")[0]);
        Assert.Contains(ReportHtml.Table(report, "What the cost of rag hangs on, in EUR").Descendants("th").Select(t => t.Value), h => h == "engineering of rag");
        Assert.Equal(costs.Simulation.Curve[0].Arms[0].P50, costs.Simulation.Curve[0].Arms[0].P50);
        Assert.StartsWith(Figures.Compact((double)costs.Simulation.Curve[0].Arms[0].P50), ReportHtml.RowOf(report, "Cost over 24 months by questions a month", "600")[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_paper_decision_says_that_nothing_was_measured_and_who_said_what()
    {
        XDocument report = ReportHtml.Parse(s_paper);
        XElement card = report.Descendants("section").First();
        Assert.Equal("verdict paper", card.Attribute("class")!.Value);
        Assert.Equal($"Begin with {SampleDecision.OnPaper.Paper.Leader}", card.Element("h2")!.Value);
        Assert.Contains("Nothing was measured", card.Value, StringComparison.Ordinal);
        FiredRule rule = SampleDecision.OnPaper.Paper.Fired.First(f => f.Rule.Citations.Any(c => c.Source.Url is not null));
        XElement item = report.Descendants("li").Single(l => l.Attribute("id")?.Value == $"rule-{rule.Rule.Id}");
        Assert.StartsWith(rule.Rule.Statement, item.Value, StringComparison.Ordinal);
        Assert.Contains(rule.Rule.Citations.First(c => c.Source.Url is not null).Source.Url!, item.Descendants("a").Select(a => a.Attribute("href")!.Value));
        Assert.DoesNotContain("scores", ReportHtml.Ids(report));
    }

    [Fact]
    public void Needs_history_and_vendors_are_shown()
    {
        XDocument report = ReportHtml.Parse(s_paper);
        Assert.Equal(["corpus.documents", "131", "measured", "1000; the measurement counts"], ReportHtml.RowOf(report, "What is needed and known", "corpus.documents"));
        Assert.Equal(["interaction", "interactive", "an answer", ""], ReportHtml.RowOf(report, "What is needed and known", "interaction"));
        Assert.Equal(["v1", "2026-09-01", "prompt", "93.0%", "240 questions, extractive"], ReportHtml.RowOf(report, "Earlier verdicts", "v1"));
        Assert.Contains(report.Descendants("h3").Select(h => h.Value), h => h == "Keeping and searching vectors");
        XElement vectors = ReportHtml.Table(report, "Options for keeping and searching vectors");
        Assert.Equal(SampleDecision.OnPaper.Vendors!.Roles[^1].Options.Length, vectors.Element("tbody")!.Elements("tr").Count());
    }

    [Fact]
    public void A_comparison_alone_makes_a_report()
    {
        XDocument report = ReportHtml.Parse(new ReportContent { Comparison = SampleComparison.Of(SampleComparison.Ship) });
        Assert.DoesNotContain("cost", ReportHtml.Ids(report));
        Assert.DoesNotContain("rules", ReportHtml.Ids(report));
        Assert.Throws<ArgumentException>(() => HtmlReport.Render(new ReportContent()));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Whatever_others_wrote_stays_text(bool isMeasured)
    {
        string hostile = SampleComparison.Hostile;
        Decision decision = isMeasured ? SampleDecision.Measured : SampleDecision.OnPaper;
        FiredRule fired = decision.Paper.Fired[0];
        Rule rule = fired.Rule with { Id = hostile, Statement = hostile, Favours = [hostile], Citations = [new RuleCitation(new RuleSource("x", hostile, hostile, "javascript:alert(1)", "article"), hostile, hostile)] };
        decision = decision with
        {
            Project = hostile, NextStep = hostile, Command = hostile, Assumptions = [hostile], Warnings = [hostile],
            Needs = [new KnownNeed(hostile, hostile, FactOrigin.Stated)], Contradictions = [new(hostile, hostile, hostile)],
            Paper = decision.Paper with { Summary = hostile, Fired = [new FiredRule(rule, hostile, null)], Warnings = [new RuleNote(rule, hostile)], Steps = [new RuleNote(rule, hostile)] },
        };
        ReportContent content = (isMeasured ? s_measured : s_paper) with { Decision = decision };
        string html = HtmlReport.Render(content);
        XDocument report = ReportHtml.Parse(html);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("javascript:", string.Concat(ReportHtml.Targets(report)), StringComparison.OrdinalIgnoreCase);
        Assert.All(ReportHtml.Targets(report).Where(t => t.StartsWith('#')), t => Assert.Contains(t[1..], ReportHtml.Ids(report)));
        // A line that is indented is code, and nothing in it means anything.
        foreach (string line in MarkdownReport.Render(content).Split('\n').Where(l => !l.StartsWith("    ", StringComparison.Ordinal)))
        {
            Assert.DoesNotContain("<script", line.Replace("\\<", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("](javascript:", line, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void Headings_go_down_one_level_at_a_time()
    {
        int last = 0;
        foreach (XElement heading in ReportHtml.Parse(s_measured).Descendants().Where(e => e.Name.LocalName is "h1" or "h2" or "h3" or "h4"))
        {
            int level = heading.Name.LocalName[1] - '0';
            Assert.InRange(level, 1, last + 1);
            last = level;
        }
    }

    [Fact]
    public void The_same_input_gives_the_same_bytes() => Assert.Equal(HtmlReport.Render(s_measured), HtmlReport.Render(s_measured));

    private static IEnumerable<string> Sum(XDocument report, CostEstimate costs)
    {
        XElement[] rows = [.. ReportHtml.Table(report, "What costs what over 24 months in EUR").Element("tbody")!.Elements("tr")];
        for (int arm = 0; arm < costs.Arms.Length; arm++)
        {
            decimal sum = rows[..^1].Select(r => r.Elements("td").ElementAt(arm).Value).Where(v => v != Figures.None).Sum(v => decimal.Parse(v, System.Globalization.CultureInfo.InvariantCulture));
            yield return Figures.Money(sum);
        }
    }
}

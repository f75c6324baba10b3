using System.Collections.Immutable;
using Assay.Decisions.Rules;
using Assay.Decisions.Verdicts;
using Assay.Reporting.Charts;

namespace Assay.Reporting;

/// <summary>What published rules say: how much speaks for each arm, which rules hold and who said so, which could not be judged, and where publications contradict each other.</summary>
internal static class PaperSection
{
    /// <summary>Appends the sections.</summary>
    /// <param name="body">Receives them.</param>
    /// <param name="paper">What the rules say.</param>
    /// <param name="contradictions">Where publications say otherwise than others.</param>
    /// <param name="isMeasured">Whether a comparison decides, and the rules only fill what was not measured.</param>
    public static void Append(ReportBody body, PaperDecision paper, ImmutableArray<RuleContradiction> contradictions, bool isMeasured)
    {
        body.Heading("rules", "What published rules say", (isMeasured ? "Rules fill what was not measured; where they speak against a measured difference, the measurement counts. " : "Nothing was measured: this rests on what others published about their products. ") + $"Rule book {paper.Book}.");
        body.Text(paper.Summary);
        Shares(body, paper);
        if (paper.Steps.Length > 0)
        {
            body.Part("steps", "What to do first, in this order");
            body.List(paper.Steps.Select(s => new Reason(s.Text, $"#rule-{s.Rule.Id}")));
        }

        body.Part("fired", "Rules that hold", "Hard rules exclude; strong, moderate and weak ones multiply the odds of an arm. Rules of one topic count once.");
        body.Entries(paper.Fired.Select(f => Entry(f.Rule, [.. Because(f)])));
        Open(body, paper);
        Disputes(body, contradictions);
    }

    private static void Shares(ReportBody body, PaperDecision paper)
    {
        ArmShare[] weighed = [.. paper.Arms.Where(a => a.ExcludedBy is null)];
        IntervalPlot.Row[] rows = [.. weighed.Select(a => new IntervalPlot.Row(a.Arm, 100 * a.Low, 100 * a.Share, 100 * a.High) { Text = Percent(a.Share), IsMuted = a.Arm != paper.Leader })];
        body.Drawing(new IntervalPlot(new ChartScale(0, 100)).Render("How likely each arm is the best on paper:", rows, "% likely the best on paper; the bar: if one publication were wrong or one question answered"));
        body.Table("How much speaks for each arm", ["arm", "share", "least", "most", HtmlTable.Cell.Words("remark")], paper.Arms.Select(a => (IReadOnlyList<HtmlTable.Cell>)
        [
            a.Arm, Percent(a.Share), Percent(a.Low), Percent(a.High),
            HtmlTable.Cell.Words(a.ExcludedBy is { } rule ? $"excluded by {rule}" : a.WorseThan is { } better ? $"measured to be worse than {better}" : a.Tried ? "tried, not good enough" : "") with { Target = a.ExcludedBy is { } id ? $"#rule-{id}" : null },
        ]));
    }

    private static IEnumerable<Reason> Because(FiredRule fired)
    {
        if (fired.Because.Length > 0) yield return new Reason($"holds because {fired.Because}");
        if (fired.ContradictedBy is { } measured) yield return new Reason($"Does not count: {measured.Better} was measured to be better than {measured.Worse}.", "#pairs");
    }

    private static ReportEntry Entry(Rule rule, IReadOnlyList<Reason> because) => new(rule.Statement,
        [new Reason($"{rule.Strength.ToString().ToLowerInvariant()}{Effect(rule)}"), .. because, .. rule.Citations.Select(c => new Reason($"{c.Source.Publisher}: {c.Source.Title}, {c.Passage}{(c.Quote is { } quote ? $": “{quote}”" : "")}", c.Source.Url))]) { Id = $"rule-{rule.Id}" };

    private static string Effect(Rule rule) => string.Concat(Effects(rule).Select(e => $", {e}"));

    private static IEnumerable<string> Effects(Rule rule)
    {
        if (rule.Favours.Length > 0) yield return $"for {string.Join(" and ", rule.Favours)}";
        if (rule.Against.Length > 0) yield return $"against {string.Join(" and ", rule.Against)}";
        if (rule.Excludes.Length > 0) yield return $"excludes {string.Join(" and ", rule.Excludes)}";
        if (rule.Hosting is { } hosting) yield return hosting == Hosting.Managed ? "for managed hosting" : "for hosting it oneself";
        if (rule.Warning is not null) yield return "a warning";
        if (rule.Step is not null) yield return "a step";
    }

    private static void Open(ReportBody body, PaperDecision paper)
    {
        if (paper.Open.Length == 0) return;
        body.Folded(Figures.Text($"{paper.Open.Length:N0} rules could not be judged"), () =>
            body.Entries(paper.Open.Select(o => Entry(o.Rule, [new Reason($"not known: {string.Join(", ", o.Missing)}")]))), isPrinted: false);
    }

    private static void Disputes(ReportBody body, ImmutableArray<RuleContradiction> contradictions)
    {
        if (contradictions.Length == 0) return;
        body.Part("disputes", "Where publications contradict each other");
        body.Folded(Figures.Text($"{contradictions.Length:N0} contradictions"), () => body.Entries(contradictions.Select(c => new ReportEntry(c.About, [.. c.Says.Select(s => new Reason($"{s.Source.Publisher}: {s.Says}", s.Source.Url)), new Reason($"What Assay makes of it: {c.Treatment}")]) { Id = $"rule-dispute-{c.Id}" })), isPrinted: false);
    }

    private static string Percent(double share) => Figures.Text($"{100 * share:0}%");
}

using Assay.Comparing;
using Assay.Reporting.Charts;

namespace Assay.Reporting;

/// <summary>The paired differences: a forest plot, with the pairs of the leading arm first, and its table.</summary>
internal static class PairSection
{
    public static void Append(ReportBody body, Comparison c)
    {
        if (c.Comparisons.Length == 0) return;
        string? leader = VerdictText.Leader(c)?.Arm;
        PairResult[] pairs = [.. c.Comparisons.Select(p => Turn(p, leader)).OrderBy(p => p.A == leader ? 0 : 1)];
        body.Heading("pairs", "Arms compared on the same questions", "Score of the first arm minus score of the second, in points, question by question. "
            + "The bar is the 95% interval: grey: these questions cannot tell the two apart. p is the chance to see such a difference or a larger one "
            + "without any, adjusted for all pairs looked at; questions about one document count together; n is the number of questions scored in both.");
        IntervalPlot.Row[] rows = [.. pairs.Select(p => new IntervalPlot.Row($"{p.A} − {p.B}", 100 * p.Low, 100 * p.Difference, 100 * p.High)
        {
            Text = Figures.SignedPoints(p.Difference), IsMuted = p.Better is null,
        })];
        body.Drawing(IntervalPlot.Fit(rows, 5).Render("Differences between arms with their intervals:", rows, "← second arm better · points · first arm better →"));
        body.Table("Differences between arms", ["pair", "difference", "95% interval", "p", "n"], pairs.Select(p => (IReadOnlyList<HtmlTable.Cell>)
            [new HtmlTable.Cell($"{p.A} − {p.B}", p.Better is null ? "not told apart" : $"{p.Better} is better") { Id = $"pair-{p.A}-{p.B}", OtherId = $"pair-{p.B}-{p.A}" }, Figures.SignedPoints(p.Difference), Figures.SignedInterval(p.Low, p.High), Figures.Probability(p.AdjustedP), Figures.Count(p.N)]));
    }

    /// <summary>The same pair with the leading arm first, or else the better one, so that most differences are gains.</summary>
    private static PairResult Turn(PairResult pair, string? leader) =>
        pair.B == leader || (pair.A != leader && pair.Difference < 0)
            ? pair with { A = pair.B, B = pair.A, Difference = -pair.Difference, Low = -pair.High, High = -pair.Low }
            : pair;
}

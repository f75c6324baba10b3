using Assay.Decisions.Verdicts;
using Assay.Reporting.Charts;

namespace Assay.Reporting;

/// <summary>How likely each arm is the right one, quality, requirements and cost together.</summary>
internal static class ChanceSection
{
    public static void Append(ReportBody body, Verdict verdict)
    {
        if (verdict.Chances.Length == 0) return;
        body.Heading("chances", "How likely each arm is the right one", (verdict.Basis == DecisionBasis.TotalCost
            ? "A wrong answer has a price, so that the arm with the lowest total cost, wrong answers included, is the choice among those that meet the requirements. "
            : "The best score among the arms that meet the requirements is the choice; among arms that do not differ by what matters, the cheapest. ")
            + "The questions are drawn again many times with their latencies, and costs from their ranges: the share of the draws in which an arm is the choice is its chance.");
        IntervalPlot.Row[] rows = [.. verdict.Chances.Select(c => new IntervalPlot.Row(c.Arm, 0, 100 * c.Best, 100 * c.Best) { Text = VerdictText.Percent(c.Best), IsMuted = c.Arm != verdict.Ship })];
        body.Drawing(new IntervalPlot(new ChartScale(0, 100)).Render("Chance that each arm is the choice:", rows, "% of the draws in which it is the choice"));
        body.Table("How likely each arm is the right one", ["arm", "is the choice", "meets the requirements", "has the best score"], verdict.Chances.Select(c => (IReadOnlyList<HtmlTable.Cell>)
            [c.Arm, VerdictText.Percent(c.Best), VerdictText.Percent(c.Meets), VerdictText.Percent(c.BestScore)]));
        if (verdict.NoneMeets > 0) body.Soft(Figures.Text($"No arm meets the requirements in {VerdictText.Percent(verdict.NoneMeets)} of the draws."));
    }
}

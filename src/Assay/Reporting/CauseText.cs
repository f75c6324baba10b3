using System.Globalization;
using System.Text;
using Assay.Causes;

namespace Assay.Reporting;

/// <summary>Causes and ceilings for the terminal.</summary>
public static class CauseText
{
    private const int MostQuestions = 5;

    /// <summary>The causes of an arm's failures and what to do next.</summary>
    /// <param name="report">The figures.</param>
    /// <returns>Lines, ending with a line break.</returns>
    public static string Plain(CauseReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        text.Append(Figures.Text($"{report.Project}, {report.Arm} with {report.Model}: {report.Failed:N0} of {report.Questions:N0} answers failed, score {Figures.Points(report.Score)}\n"));
        text.Append(Figures.Text($"{report.Examined:N0} examined{(report.Repeats > 1 ? $", each asked {report.Repeats} times a switch" : "")}, for {report.SpentUsd:0.00} USD\n"));
        if (report.Causes.Length > 0) text.Append(Figures.Text($"\n  {"cause",-12} {"n",6} {"share",7}  {"95% interval",-16} {"confidence",10}\n"));
        foreach (CauseShare cause in report.Causes)
        {
            text.Append(Figures.Text($"  {Name(cause),-12} {cause.N,6:N0} {Figures.Points(cause.Share),7}  {Figures.Interval(cause.Low, cause.High),-16} {cause.Confidence,10:0.00}\n"));
            foreach (CauseExample example in cause.Examples) text.Append(CultureInfo.InvariantCulture, $"      {example.Question}: {example.Text.ReplaceLineEndings(" ")}: {example.Because}\n");
        }

        Rest(text, report);
        if (report.Places.Count > 0) text.Append("\nhow far the named pages came: ").AppendJoin(", ", report.Places.Select(p => Figures.Text($"{p.Key.Replace('_', ' ')} {p.Value:N0}"))).Append('\n');
        if (report.Switches.Length > 1) text.Append("right of asked, by switch: ").AppendJoin(", ", report.Switches.Select(s => Figures.Text($"{s.Switch} {s.Right:N0}/{s.Asked:N0}"))).Append('\n');
        Next(text, report);
        foreach (string warning in report.Warnings) text.Append("  ! ").Append(warning).Append('\n');
        return text.Append("\nevery question: ").Append(report.Details).Append('\n').ToString();
    }

    /// <summary>The ceilings of a project.</summary>
    /// <param name="report">The figures.</param>
    /// <returns>Lines, ending with a line break.</returns>
    public static string Plain(CeilingReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        text.Append(Figures.Text($"{report.Project}, {report.Questions:N0} questions, {report.Model}{(report.Version is null ? "" : $" and {report.Version}")}\n\n  {"arm",-12} {"score",6}  {"95% interval",-16} {"n",6}\n"));
        foreach (CeilingArm arm in report.Arms) text.Append(Figures.Text($"  {arm.Arm,-12} {Figures.Points(arm.Score),6}  {Figures.Interval(arm.Low, arm.High),-16} {arm.N,6:N0}{(arm.Missing > 0 ? $", {arm.Missing} missing" : "")}\n"));
        text.Append('\n');
        foreach (CeilingGap gap in report.Gaps)
        {
            string interval = gap is { Low: { } low, High: { } high } ? $" ({Figures.SignedInterval(low, high)})" : "";
            string p = gap.AdjustedP is { } adjusted ? Figures.Text($", p {(adjusted < 0.0001 ? "below 0.0001" : adjusted.ToString("0.0000", CultureInfo.InvariantCulture))} among all") : "";
            text.Append(Figures.Text($"  {gap.Name}, {gap.From} to {gap.To}: {(gap.Gain is { } gain ? Figures.SignedPoints(gain) : Figures.None)}{interval}{p}\n      {gap.Words}\n"));
        }

        foreach (string warning in report.Warnings) text.Append("  ! ").Append(warning).Append('\n');
        return text.ToString();
    }

    private static void Rest(StringBuilder text, CauseReport report)
    {
        if (report.Chance > 0) text.Append(Figures.Text($"  {"chance",-12} {report.Chance,6:N0}  the failure did not come back when asked again\n"));
        if (report.Unanswered > 0) text.Append(Figures.Text($"  {"no answer",-12} {report.Unanswered,6:N0}  the provider failed each time\n"));
        if (report.Unexplained > 0) text.Append(Figures.Text($"  {"unexplained",-12} {report.Unexplained,6:N0}\n"));
    }

    private static void Next(StringBuilder text, CauseReport report)
    {
        if (report.Next.Length == 0) return;
        text.Append("\nwhat to do next, the most gain for the money first (points of the arm's score, 95% interval)\n");
        foreach (Remedy remedy in report.Next)
        {
            string interval = remedy is { Low: { } low, High: { } high } ? $" ({Figures.SignedInterval(low, high)})" : "";
            string cost = remedy.CostUsd is { } usd ? Figures.Text($"{usd:N0} USD, {remedy.PointsPer100Usd:0.00} points for 100 USD") : "cost unknown: state 'needs.queriesPerMonth' and 'price'";
            text.Append(Figures.Text($"  {(remedy.Measured ? "" : "at most ")}{Figures.SignedPoints(remedy.Gain)}{interval} for {cost}: {remedy.What}\n      {remedy.How}\n"));
            if (remedy.Id is "page" or "questions" or "index") foreach (string question in remedy.Questions.Take(MostQuestions)) text.Append(CultureInfo.InvariantCulture, $"      - {question.ReplaceLineEndings(" ")}\n");
        }

        text.Append("  ").Append(report.Assumptions).Append('\n');
    }

    private static string Name(CauseShare cause) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(cause.Cause.ToString());
}

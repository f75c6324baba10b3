using System.Collections.Immutable;
using Assay.Comparing;
using Assay.Decisions.Verdicts;
using Assay.Tuning.Registry;

namespace Assay.Reporting;

/// <summary>The trained version: what it spares, what its examples may have told, and whether it may be put into use.</summary>
internal static class TunedSection
{
    private const int QuestionsNamed = 5;

    /// <summary>What a tuned arm spares, and its score with and without the questions that stand in the examples.</summary>
    public static string[] Figures(ArmResult arm, Comparison c) =>
    [
        arm.PromptTokensSaved is { } saved ? Reporting.Figures.Text($"{saved:N0}") : Reporting.Figures.None,
        arm.SkippedRetrieval is { } skipped ? Reporting.Figures.Text($"{100 * skipped:0.0}%") : Reporting.Figures.None,
        Reporting.Figures.Points(arm.Score), Reporting.Figures.Points(c.Tuned!.Leak?.Arms.FirstOrDefault(a => a.Arm == arm.Arm)?.FreeScore),
    ];

    /// <summary>Which version it is, what leaked, what the gates say, and what to do.</summary>
    public static IEnumerable<string> Lines(Comparison c)
    {
        TunedVersion tuned = c.Tuned!;
        yield return Reporting.Figures.Text($"{Arms(c)}: {tuned.Version}{(tuned.Champion ? ", the champion" : "")}, {(tuned.Method == TuningMethod.Full ? "trained whole" : "an adapter")} from {tuned.BaseModel} on {tuned.Examples:N0} examples");
        yield return Leak(tuned);
        yield return Gates(tuned);
    }

    /// <summary>Appends the section; nothing where no trained version was measured.</summary>
    /// <param name="body">Receives it.</param>
    /// <param name="c">What was found.</param>
    /// <param name="strengths">Strengths of the version that were tried; empty where they are not known.</param>
    /// <param name="strength">The strength that was chosen.</param>
    public static void Append(ReportBody body, Comparison c, ImmutableArray<TunedStrength> strengths, double strength)
    {
        if (c.Tuned is not { } tuned) return;
        body.Heading("tuned", $"The trained version {tuned.Version}", "Tokens saved: what a question's prompt is shorter, in the model's own tokens, than with the instructions of prompt and rag. No search: questions that a router answered without passages. "
            + "Suspects: questions that stand in the examples word for word or nearly; a score that falls without them was partly learned by heart.");
        string[] columns = ["arm", "tokens saved", "no search", "score", "without suspects", "without their documents"];
        body.Table("What the trained version spares and what leaked", [.. columns.Select(n => new HtmlTable.Cell(n))],
            c.Arms.Where(a => a.Version is not null).Select(a => (IReadOnlyList<HtmlTable.Cell>)
                [ArmHeading.Of(a), .. Figures(a, c).Select(f => new HtmlTable.Cell(f)), Reporting.Figures.Points(tuned.Leak?.Arms.FirstOrDefault(l => l.Arm == a.Arm)?.OtherDocumentsScore)]));
        body.List(Lines(c).Select(l => new Reason(l)));
        LossChart.Learning(body, tuned.Curve, tuned.BestStep);
        LossChart.Forgetting(body, strengths, strength);
        body.Heading("gates", "Gates", $"What {tuned.Version} must pass before it is put into use{(tuned.Against is null ? "" : $", compared with {tuned.Against}")}. A gate that nothing was measured for counts as failed.");
        body.Table("Gates", ["gate", "says", "value", "95% interval", "limit"], tuned.Gates.Select(g => (IReadOnlyList<HtmlTable.Cell>)
            [new HtmlTable.Cell(g.Name, g.Text), GateText.Outcome(g), GateText.Number(g, g.Value), GateText.Interval(g), GateText.Number(g, g.Limit)]));
        body.Soft(Next(tuned));
    }

    private static string Arms(Comparison c) => string.Join(" and ", c.Arms.Where(a => a.Version is not null).Select(a => a.Arm));

    private static string Leak(TunedVersion tuned) => tuned.Leak is not { } leak ? "leaks: not known, because the examples are not there any more"
        : Reporting.Figures.Text($"leaks: {leak.Suspects:N0} of {leak.Questions:N0} questions stand in {leak.Examples}{Named(leak)}, and {leak.SameDocument:N0} more ask about a document that an example is made from or quotes");

    private static string Named(LeakResult leak) => leak.Suspects == 0 ? "" : $" ({string.Join(", ", leak.SuspectQuestions.Take(QuestionsNamed))}{(leak.Suspects > QuestionsNamed ? ", ..." : "")})";

    private static string Gates(TunedVersion tuned) => $"gates: {string.Join(", ", tuned.Gates.GroupBy(g => g.Outcome).OrderBy(g => g.Key).Select(g => $"{GateText.Outcome(g.First())} {string.Join(" ", g.Select(x => x.Name))}"))}. {Next(tuned)}";

    private static string Next(TunedVersion tuned) => tuned.Champion ? $"{tuned.Version} is in use; `assay models rollback` takes it back."
        : tuned.Passes ? $"`assay models promote {tuned.Version}` puts it into use." : $"`assay models promote {tuned.Version}` refuses until all pass; `assay models versions` shows why.";
}

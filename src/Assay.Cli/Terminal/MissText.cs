using System.Globalization;
using Assay.Diagnosis;

namespace Assay.Cli.Terminal;

/// <summary>A miss report in words.</summary>
internal static class MissText
{
    public static void Write(TextWriter output, MissReport report)
    {
        output.WriteLine($"{PlainWriter.Line(report.DocumentId)}: {report.Stage switch
        {
            MissStage.NotStored => "not in the knowledge base",
            MissStage.Permission => "filtered by permission",
            MissStage.NoText => "no text",
            MissStage.NoTermMatches => "no term matches",
            MissStage.BelowDepth => "below the depth of the search",
            MissStage.BelowCount => "below the number of passages asked for",
            MissStage.Duplicate => "a duplicate",
            MissStage.Superseded => "superseded",
            MissStage.OverBudget => "over the budget of the context",
            _ => "found",
        }}");
        output.WriteLine($"  {PlainWriter.Line(report.Explanation)}");
        if (report is { Gap: { } gap, Score: { } score, ScoreNeeded: { } needed, Unit: "score" }) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  score {score:0.000}, needed {needed:0.000}: {gap:0.000} short"));
        if (report.Matched.Length > 0) output.WriteLine($"  found by: {string.Join(", ", report.Matched)}");
        if (report.Missing.Length > 0) output.WriteLine($"  not found by: {string.Join(", ", report.Missing)}");
        if (report.Change is { } change) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  one change, tried: {PlainWriter.Line(change.Text)} (then rank {change.Rank})"));
        else if (report.Stage is not (MissStage.Found or MissStage.Duplicate)) output.WriteLine("  no single change of those tried finds it: more passages, spelling, a word more or less");
    }
}

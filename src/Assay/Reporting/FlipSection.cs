using System.Collections.Immutable;
using Assay.Decisions.Rules;
using Assay.Decisions.Verdicts;

namespace Assay.Reporting;

/// <summary>What would change the verdict: flip points with their intervals, and the answers a paper decision hangs on.</summary>
internal static class FlipSection
{
    /// <summary>Another answer and what follows from it, in a sentence.</summary>
    public static string Sentence(PaperFlip flip) =>
        $"With {flip.Field} {flip.Value} it is {flip.Leader ?? "no arm, for all are excluded"}{(flip.Hosting == Hosting.SelfHosted ? ", self-hosted" : "")}.";

    public static void Append(ReportBody body, Verdict? verdict, PaperDecision? paper)
    {
        ImmutableArray<Reason> fixes = [.. verdict?.Nearest?.Fixes ?? [], .. verdict?.Caveats ?? []];
        ImmutableArray<FlipPoint> flips = verdict?.FlipPoints ?? [];
        ImmutableArray<PaperFlip> answers = verdict is null && paper is not null ? [.. paper.Flips, .. paper.Unanswered] : [];
        if (fixes.IsEmpty && flips.IsEmpty && answers.IsEmpty) return;
        body.Heading("flips", "What would change the verdict", verdict is null ? "One answer changed or given at a time; everything else stays."
            : "One thing is moved at a time and everything else stays. The interval holds the place of the change in 90% of the resamples; the chance is the share of resamples in which it lies in the range looked at.");
        body.List(fixes);
        if (flips.Length > 0)
        {
            body.Table("Flip points", ["what is moved", "now", "changes at", "90% interval", "to", "chance", "looked at up to"], flips.OrderBy(f => f.Changes ? 0 : 1).Select(f => (IReadOnlyList<HtmlTable.Cell>)
            [
                Name(f.Axis), f.Now is { } now ? Value(now) : "not stated", f.At is { } at ? Value(at) : "does not change", f.Changes ? $"{Open(f.Low)} to {Open(f.High)}" : Figures.None,
                f.Changes ? f.To ?? "none" : Figures.None, VerdictText.Percent(f.Chance), Value(f.RangeEnd),
            ]));
            body.List(flips.Select(f => new Reason(f.Text)));
        }

        if (answers.Length > 0)
        {
            body.Table("Answers that change the decision", ["need", HtmlTable.Cell.Words("if it were"), HtmlTable.Cell.Words("then"), "known now"], answers.Select((a, i) => (IReadOnlyList<HtmlTable.Cell>)
            [
                a.Field, HtmlTable.Cell.Words(a.Value), HtmlTable.Cell.Words(a.Leader ?? "every arm is excluded", a.Hosting == Hosting.SelfHosted ? "self-hosted" : ""), i < paper!.Flips.Length ? "yes" : "no",
            ]));
        }
    }

    private static string Value(double value) => Figures.Compact(value);

    private static string Open(double? end) => end is { } e ? Value(e) : "beyond";

    /// <summary>What is moved along an axis.</summary>
    public static string Name(FlipAxis axis) => axis switch
    {
        FlipAxis.Volume => "questions a month",
        FlipAxis.ChangeRate => "retrainings a month",
        FlipAxis.LatencyP50 => "limit of the median time (ms)",
        FlipAxis.LatencyP95 => "limit of the 95th percentile (ms)",
        FlipAxis.LatencyP99 => "limit of the 99th percentile (ms)",
        FlipAxis.Price => "price of model calls (factor)",
        _ => "cost of a wrong answer",
    };
}

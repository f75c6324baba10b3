using System.Collections.Immutable;
using System.Globalization;
using Assay.Decisions.Verdicts;
using Assay.Evaluation.Statistics;
using Assay.Tuning.Registry;

namespace Assay.FineTuning;

/// <summary>Whether it pays to move to another base model.</summary>
public enum MoveDecision
{
    /// <summary>It does.</summary>
    Move,

    /// <summary>It does not.</summary>
    Stay,

    /// <summary>What was measured does not tell.</summary>
    Undecided,
}

/// <summary>What a version costs to run.</summary>
/// <param name="LatencyP50">Half of the answers took at most so many milliseconds; null when not measured.</param>
/// <param name="LatencyP95">95 of 100 did; null when not measured.</param>
/// <param name="Bytes">Its weights with those of its base model, on the disk.</param>
/// <param name="CostPerThousandUsd">Machine time of a thousand answers, one after the other; null where no hourly cost is stated.</param>
public sealed record MoveEffort(double? LatencyP50, double? LatencyP95, long Bytes, decimal? CostPerThousandUsd);

/// <summary>Whether moving to another base model pays, and why.</summary>
/// <param name="Decision">The answer.</param>
/// <param name="Reason">A sentence.</param>
public sealed record MoveVerdict(MoveDecision Decision, string Reason)
{
    // So much faster or smaller is worth the move; so much more is not worth it without better answers.
    private const double Worthwhile = 0.8, Worse = 1.25;

    /// <summary>Decides: a failed gate or worse answers keep what there is; better answers move; answers shown to be no worse by what matters move where the new one is faster or smaller by a fifth.</summary>
    /// <param name="gain">Score of the new version minus that of the old one on the same questions; null when not measured.</param>
    /// <param name="gates">What gates say of the new version.</param>
    /// <param name="before">What the old version costs to run.</param>
    /// <param name="after">What the new one does.</param>
    /// <param name="options">What matters, and how many questions are few.</param>
    /// <returns>The verdict.</returns>
    public static MoveVerdict Of(ClusteredEstimate? gain, ImmutableArray<Gate> gates, MoveEffort before, MoveEffort after, VerdictOptions options)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(options);
        string[] failed = [.. gates.Where(g => g.Outcome == GateOutcome.Failed && g.Name is not (GateReport.Gain or GateReport.Leak)).Select(g => g.Name)];
        if (failed.Length > 0) return new MoveVerdict(MoveDecision.Stay, $"the version on the new model does not pass: {string.Join(", ", failed)}.");
        if (gain is not { Mean: { } mean, Interval: { } interval } || gain.N < options.LeastQuestions)
            return new MoveVerdict(MoveDecision.Undecided, string.Create(CultureInfo.InvariantCulture, $"{gain?.N ?? 0} questions have a score from both, which decide nothing: ask at least {options.LeastQuestions}."));
        string seen = string.Create(CultureInfo.InvariantCulture, $"{100 * mean:+0.0;-0.0;0.0} points [{100 * interval.Low:+0.0;-0.0;0.0}, {100 * interval.High:+0.0;-0.0;0.0}] on {gain.N} questions");
        if (interval.High < 0) return new MoveVerdict(MoveDecision.Stay, $"its answers are worse: {seen}.");
        string[] missing = [.. gates.Where(g => g.Outcome == GateOutcome.Missing).Select(g => g.Name)];
        if (missing.Length > 0) return new MoveVerdict(MoveDecision.Undecided, $"{seen}, and nothing was measured for {string.Join(", ", missing)}.");
        if (interval.Low > 0) return new MoveVerdict(MoveDecision.Move, $"its answers are better: {seen}.");
        double margin = options.DifferenceThatMatters;
        if (interval.Low <= -margin) return Open(gain, seen, margin);
        (string[] better, string[] worse) = Effort(before, after);
        if (better.Length > 0 && worse.Length == 0) return new MoveVerdict(MoveDecision.Move, string.Create(CultureInfo.InvariantCulture, $"its answers are not worse by {100 * margin:0} points ({seen}), and it is {string.Join(" and ", better)}."));
        return interval.High < margin ? new MoveVerdict(MoveDecision.Stay, string.Create(CultureInfo.InvariantCulture, $"there is no difference of {100 * margin:0} points ({seen}), and the new model is {(worse.Length > 0 ? string.Join(" and ", worse) : "neither faster nor smaller by a fifth")}."))
            : Open(gain, seen, margin);
    }

    private static MoveVerdict Open(ClusteredEstimate gain, string seen, double margin)
    {
        int needed = Math.Max(SamplePlanner.QuestionsNeeded(gain.StandardDeviation ?? 1, margin, new StudyDesign().Like(gain)), gain.N + 1);
        return new MoveVerdict(MoveDecision.Undecided, string.Create(CultureInfo.InvariantCulture, $"{seen} does not tell: about {needed:N0} questions would show a difference of {100 * margin:0} points."));
    }

    private static (string[] Better, string[] Worse) Effort(MoveEffort before, MoveEffort after)
    {
        var better = new List<string>();
        var worse = new List<string>();
        void Judge(double? old, double? now, string less, string more)
        {
            if (old is not > 0 || now is not > 0) return;
            double ratio = now.Value / old.Value;
            if (ratio <= Worthwhile) better.Add(string.Create(CultureInfo.InvariantCulture, $"{1 - ratio:0%} {less}"));
            else if (ratio >= Worse) worse.Add(string.Create(CultureInfo.InvariantCulture, $"{ratio - 1:0%} {more}"));
        }

        Judge(before.LatencyP50, after.LatencyP50, "faster", "slower");
        Judge(before.Bytes, after.Bytes, "smaller", "larger");
        return ([.. better], [.. worse]);
    }
}

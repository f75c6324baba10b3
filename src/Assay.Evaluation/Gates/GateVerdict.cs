using System.Collections.Immutable;

namespace Assay.Evaluation.Gates;

/// <summary>What became of one gate.</summary>
/// <param name="Subject">The run judged.</param>
/// <param name="Gate">The gate.</param>
/// <param name="Passed">Whether it holds. False also when the evidence is missing or incomplete.</param>
/// <param name="Value">The number held against the threshold, in the measure's unit; null when there is none.</param>
/// <param name="Reason">Why, with the numbers.</param>
public sealed record GateVerdict(string Subject, Gate Gate, bool Passed, double? Value, string Reason)
{
    /// <summary>For an alarm: one-sided p-value of the difference being on the right side of the threshold; null else.</summary>
    public double? P { get; init; }

    /// <summary>For an alarm: <see cref="P"/> adjusted over all alarms (Holm); null else.</summary>
    public double? AdjustedP { get; init; }
}

/// <summary>What became of all gates.</summary>
/// <param name="Verdicts">By run, then in the order of the gates.</param>
public sealed record GateResult(ImmutableArray<GateVerdict> Verdicts)
{
    /// <summary>Whether every gate holds for every run. False when there is none: nothing was shown.</summary>
    public bool Passed => !Verdicts.IsEmpty && Verdicts.All(v => v.Passed);
}

using Assay.Tuning.Registry;

namespace Assay.Reporting;

/// <summary>Gates in words and numbers.</summary>
public static class GateText
{
    /// <summary>What a gate says.</summary>
    /// <param name="gate">The gate.</param>
    /// <returns>One or two words.</returns>
    public static string Outcome(Gate gate) => gate?.Outcome switch
    {
        GateOutcome.Passed => "passed",
        GateOutcome.Failed => "failed",
        GateOutcome.NotApplicable => "not asked for",
        _ => "missing",
    };

    /// <summary>A value or limit of a gate.</summary>
    /// <param name="gate">Says what the number is.</param>
    /// <param name="number">The number; null for none.</param>
    /// <returns>Gains with a sign in points, times as milliseconds, others as they are.</returns>
    public static string Number(Gate gate, double? number) => (gate?.Name, number) switch
    {
        (_, null) => Figures.None,
        (GateReport.Gain or GateReport.Leak, { } gain) => Figures.SignedPoints(gain),
        (GateReport.Latency, { } ms) => Figures.Milliseconds(ms),
        (_, { } other) => Figures.Text($"{other:0.####}"),
    };

    /// <summary>The interval of a gate's value.</summary>
    /// <param name="gate">The gate.</param>
    /// <returns>A dash where it has none.</returns>
    public static string Interval(Gate gate) => gate is not { Low: { } low, High: { } high } ? Figures.None
        : gate.Name is GateReport.Gain or GateReport.Leak ? Figures.SignedInterval(low, high) : Figures.Text($"{low:0.####} to {high:0.####}");
}

namespace Assay.Tuning.Registry;

/// <summary>One condition of being put into use, and what was measured.</summary>
/// <param name="Name">One of <see cref="GateReport.Names"/>.</param>
/// <param name="Outcome">What it says.</param>
/// <param name="Value">What was measured; null where nothing was.</param>
/// <param name="Limit">What it is compared with; null where there is nothing to compare.</param>
/// <param name="Text">What the value is of and why it passed or failed, for people; what to do where it is missing.</param>
public sealed record Gate(string Name, GateOutcome Outcome, double? Value, double? Limit, string Text)
{
    /// <summary>Lower end of the value's 95% interval; null where it has none.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end of it.</summary>
    public double? High { get; init; }

    /// <summary>A value that must not be greater than a limit.</summary>
    /// <param name="name">The gate.</param>
    /// <param name="value">The value; null when it was not measured.</param>
    /// <param name="limit">The greatest that passes.</param>
    /// <param name="text">What it is.</param>
    /// <returns>The gate; a value that is no number counts as missing.</returns>
    public static Gate AtMost(string name, double? value, double limit, string text) => Judged(name, value, limit, value <= limit, text);

    /// <summary>A value that must not be smaller than a limit.</summary>
    /// <param name="name">The gate.</param>
    /// <param name="value">The value; null when it was not measured.</param>
    /// <param name="limit">The smallest that passes.</param>
    /// <param name="text">What it is.</param>
    /// <returns>The gate; a value that is no number counts as missing.</returns>
    public static Gate AtLeast(string name, double? value, double limit, string text) => Judged(name, value, limit, value >= limit, text);

    /// <summary>A gain, which must be more than a limit with its whole interval.</summary>
    /// <param name="name">The gate.</param>
    /// <param name="value">The mean; null when it was not measured.</param>
    /// <param name="interval">Its 95% interval; null when there is none.</param>
    /// <param name="limit">What the lower end must be above.</param>
    /// <param name="text">What it is.</param>
    /// <returns>The gate; without an interval it is missing.</returns>
    public static Gate Above(string name, double? value, (double Low, double High)? interval, double limit, string text) =>
        Judged(name, interval is null ? null : value, limit, interval?.Low > limit, text) with { Low = interval?.Low, High = interval?.High };

    /// <summary>A gate for which nothing was measured.</summary>
    /// <param name="name">The gate.</param>
    /// <param name="text">What to do.</param>
    /// <returns>The gate.</returns>
    public static Gate Missing(string name, string text) => new(name, GateOutcome.Missing, null, null, text);

    /// <summary>A gate that the project has no use for.</summary>
    /// <param name="name">The gate.</param>
    /// <param name="text">Why.</param>
    /// <returns>The gate.</returns>
    public static Gate NotApplicable(string name, string text) => new(name, GateOutcome.NotApplicable, null, null, text);

    private static Gate Judged(string name, double? value, double limit, bool passes, string text) => value is { } number && double.IsFinite(number) && double.IsFinite(limit)
        ? new Gate(name, passes ? GateOutcome.Passed : GateOutcome.Failed, number, limit, text) : new Gate(name, GateOutcome.Missing, null, limit, text);
}

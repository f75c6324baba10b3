namespace Assay.Evaluation.Gates;

/// <summary>One condition that a run must meet, as <see cref="GateParser"/> reads it.</summary>
public sealed record Gate
{
    /// <summary>The condition as it was written, without white space around it.</summary>
    public required string Text { get; init; }

    /// <summary>Name of the measure.</summary>
    public required string Measure { get; init; }

    /// <summary>Which number of the measure is held against the threshold.</summary>
    public required GateBasis Basis { get; init; }

    /// <summary>How it is compared.</summary>
    public required GateComparison Comparison { get; init; }

    /// <summary>The threshold, in the unit written.</summary>
    public required double Threshold { get; init; }

    /// <summary>The unit written; <see cref="GateUnit.None"/> where there was none, which means the measure's own.</summary>
    public GateUnit Unit { get; init; }

    /// <summary>The run that this one is compared with, so that the difference of the two is judged; null: the measure itself is.</summary>
    public string? Against { get; init; }

    /// <summary>
    /// Whether the gate is an alarm: it turns red only when the difference to another run is shown to be on the wrong side of the threshold, as <c>f1:high&gt;=0 vs champion</c> does
    /// when f1 is shown to be worse. Alarms are judged together, so that one false one in all of them is as rare as stated. All other gates pass only when what they ask is seen or shown.
    /// </summary>
    public bool IsAlarm => Against is not null && Basis == (IsLeast ? GateBasis.High : GateBasis.Low);

    /// <summary>Whether the threshold is the least allowed; otherwise it is the most.</summary>
    public bool IsLeast => Comparison is GateComparison.AtLeast or GateComparison.Above;

    /// <summary>Whether a value meets the condition.</summary>
    /// <param name="value">In the unit of <paramref name="threshold"/>.</param>
    /// <param name="threshold">The threshold in the measure's unit.</param>
    /// <returns>False also for NaN.</returns>
    public bool Holds(double value, double threshold) => Comparison switch
    {
        GateComparison.AtLeast => value >= threshold,
        GateComparison.Above => value > threshold,
        GateComparison.AtMost => value <= threshold,
        _ => value < threshold,
    };
}

/// <summary>Which number of a measure a gate looks at.</summary>
public enum GateBasis
{
    /// <summary>The value measured.</summary>
    Point,

    /// <summary>Lower end of its 95% interval.</summary>
    Low,

    /// <summary>Upper end of its 95% interval.</summary>
    High,
}

/// <summary>How a gate compares.</summary>
public enum GateComparison
{
    /// <summary>The threshold or more.</summary>
    AtLeast,

    /// <summary>More than the threshold.</summary>
    Above,

    /// <summary>The threshold or less.</summary>
    AtMost,

    /// <summary>Less than the threshold.</summary>
    Below,
}

/// <summary>Units of thresholds and measures.</summary>
public enum GateUnit
{
    /// <summary>A plain number.</summary>
    None,

    /// <summary>A share in [0, 1], also written in percent.</summary>
    Share,

    /// <summary>Milliseconds, also written in seconds.</summary>
    Milliseconds,

    /// <summary>US dollars.</summary>
    Usd,
}

namespace Assay.Evaluation.Scoring;

/// <summary>A measure of one answer: a number, nothing because the measure does not apply to the question, or nothing because something failed.</summary>
public readonly record struct MeasureCell
{
    /// <summary>The measure does not apply to the question.</summary>
    public static MeasureCell NotApplicable => default;

    /// <summary>It applies, and there is no number, because provider or judge failed.</summary>
    public static MeasureCell Missing => new() { Applies = true };

    /// <summary>Whether the measure applies.</summary>
    public bool Applies { get; private init; }

    /// <summary>The number; null where there is none.</summary>
    public double? Value { get; private init; }

    /// <summary>A number.</summary>
    /// <param name="value">The number; finite.</param>
    /// <returns>The cell.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is NaN or infinite: that is no measurement.</exception>
    public static MeasureCell Of(double value) => double.IsFinite(value) ? new() { Applies = true, Value = value } : throw new ArgumentOutOfRangeException(nameof(value), value, "A measure is a number, or missing, or does not apply.");

    /// <summary>A number, or not applicable where there is none.</summary>
    /// <param name="value">The number; null for none.</param>
    /// <returns>The cell.</returns>
    public static MeasureCell OfNullable(double? value) => value is { } v ? Of(v) : NotApplicable;
}

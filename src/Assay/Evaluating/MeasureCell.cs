namespace Assay.Evaluating;

/// <summary>A measure of one answer: a number, nothing because the measure does not apply to the question, or nothing because something failed.</summary>
internal readonly record struct MeasureCell
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
    public static MeasureCell Of(double value) => new() { Applies = true, Value = value };

    /// <summary>A number, or not applicable where there is none.</summary>
    public static MeasureCell OfNullable(double? value) => value is { } v ? Of(v) : NotApplicable;
}

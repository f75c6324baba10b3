namespace Assay.Evaluation.Answers;

/// <summary>The value of one metric for one answer: a number, or the reason why there is none. Never NaN.</summary>
public readonly record struct MetricValue
{
    private readonly double number;

    private MetricValue(double number, string? reason) => (this.number, NotApplicable) = (number, reason);

    /// <summary>Why the metric does not apply to this answer; null when it does.</summary>
    public string? NotApplicable { get; }

    /// <summary>The number; null when the metric does not apply.</summary>
    public double? Number => NotApplicable is null ? number : null;

    /// <summary>A number.</summary>
    /// <param name="number">Finite.</param>
    /// <returns>A value that applies.</returns>
    public static MetricValue Of(double number) => double.IsFinite(number) ? new(number, null) : throw new ArgumentOutOfRangeException(nameof(number), number, "A metric is a finite number.");

    /// <summary>No number.</summary>
    /// <param name="reason">What is missing, such as "no accepted answer".</param>
    /// <returns>A value that does not apply.</returns>
    public static MetricValue None(string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        return new(0, reason);
    }
}

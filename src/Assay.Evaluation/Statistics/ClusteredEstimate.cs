namespace Assay.Evaluation.Statistics;

/// <summary>A mean, or a mean difference, over questions of which those from one document resemble each other.</summary>
public sealed record ClusteredEstimate
{
    /// <summary>Mean over the questions, each with the same weight; null when none has a value.</summary>
    public double? Mean { get; init; }

    /// <summary>95% interval; null without a value. A wide one where all values are equal or come from one cluster.</summary>
    public Interval? Interval { get; init; }

    /// <summary>Standard error of the mean between clusters (CR2); null below two clusters.</summary>
    public double? StandardError { get; init; }

    /// <summary>Satterthwaite's degrees of freedom of <see cref="StandardError"/>; null below two clusters.</summary>
    public double? DegreesOfFreedom { get; init; }

    /// <summary>Sample standard deviation of the values; null below two questions. What <see cref="SamplePlanner"/> needs.</summary>
    public double? StandardDeviation { get; init; }

    /// <summary>How many times the variance of the mean is that of as many independent questions; null where the values do not differ.</summary>
    public double? DesignEffect { get; init; }

    /// <summary>Correlation of two questions of one cluster, by analysis of variance; null where no cluster has two questions, or nothing differs.</summary>
    public double? Correlation { get; init; }

    /// <summary>Questions with a value.</summary>
    public required int N { get; init; }

    /// <summary>Questions without one.</summary>
    public required int Missing { get; init; }

    /// <summary>Clusters among the questions with a value.</summary>
    public required int Clusters { get; init; }

    /// <summary>Standard deviation of the number of questions in a cluster, divided by its mean; 0 when all have as many.</summary>
    public double SizeVariation { get; init; }

    /// <summary>The difference the other way round.</summary>
    /// <returns>Mean and interval with the other sign.</returns>
    public ClusteredEstimate TurnedRound() => this with { Mean = -Mean, Interval = Interval is { } i ? new Interval(-i.High, -i.Low) : null };

    /// <summary>Two-sided p-value of the true mean being <paramref name="value"/>.</summary>
    /// <param name="value">In the unit of the mean.</param>
    /// <returns>In (0, 1]; 1 when there is no evidence.</returns>
    public double PValue(double value = 0) => Math.Min(1, 2 * Math.Min(PAbove(value), PBelow(value)));

    /// <summary>One-sided p-value of the true mean being at most <paramref name="value"/>: small where it is shown to lie above.</summary>
    /// <param name="value">In the unit of the mean.</param>
    /// <returns>In (0, 1]; 1 when there is no evidence.</returns>
    public double PAbove(double value) => Tail(Mean - value);

    /// <summary>One-sided p-value of the true mean being at least <paramref name="value"/>: small where it is shown to lie below.</summary>
    /// <param name="value">In the unit of the mean.</param>
    /// <returns>In (0, 1]; 1 when there is no evidence.</returns>
    public double PBelow(double value) => Tail(value - Mean);

    // Never below that of the sign-flip test when all clusters agree, 2^-clusters: with few clusters, or without any spread, t alone would claim more than the data can show.
    private double Tail(double? lead)
    {
        if (lead is not { } distance || StandardError is not { } error || DegreesOfFreedom is not { } degrees) return 1;
        double least = Math.Pow(0.5, Clusters);
        if (error == 0) return distance > 0 ? Math.Max(least, double.Epsilon) : distance < 0 ? 1 : 0.5;
        return Math.Max(StudentT.Above(distance / error, degrees), Math.Max(least, double.Epsilon));
    }
}

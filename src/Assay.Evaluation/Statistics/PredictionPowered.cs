namespace Assay.Evaluation.Statistics;

/// <summary>A mean of human labels from many judged answers and a few labelled ones: the judge's mean, corrected by how far it was off where people looked.</summary>
/// <remarks>
/// With judge scores f on N answers without label, f′ on the n labelled ones and labels y: θ = λ·mean(f) + mean(y − λ·f′), variance λ²·var(f)/N + var(y − λ·f′)/n, interval by the normal distribution. λ = 1 is
/// prediction-powered inference (Angelopoulos et al. 2023, Science 382; in ARES), λ = 0 the labels alone. Power tuning (PPI++, Angelopoulos, Duchi and Zrnic 2023) takes λ = cov(y, f′) / ((1 + n/N)·var(all f)), kept in
/// [0, 1]: never worse than the labels alone for many labels, however bad the judge. Any bias of the judge is taken out, as long as the labelled answers are a random part of all.
/// </remarks>
public static class PredictionPowered
{
    /// <summary>Labels needed before there is an estimate: the normal approximation stands on them.</summary>
    public const int LeastLabels = 30;

    /// <summary>Estimates the mean of human labels.</summary>
    /// <param name="judged">Judge scores of answers without label, in [0, 1]; at least 2.</param>
    /// <param name="labelled">Judge score and human label of answers with one, both in [0, 1]; at least <see cref="LeastLabels"/>.</param>
    /// <param name="tuned">Whether λ is tuned; otherwise it is 1.</param>
    /// <returns>The estimate.</returns>
    /// <exception cref="ArgumentException">There are too few, or one is out of range.</exception>
    public static PredictionPoweredEstimate Mean(IReadOnlyCollection<double> judged, IReadOnlyCollection<(double Judge, double Human)> labelled, bool tuned = true)
    {
        ArgumentNullException.ThrowIfNull(judged);
        ArgumentNullException.ThrowIfNull(labelled);
        if (judged.Count < 2) throw new ArgumentException("At least 2 judged answers without label are needed.", nameof(judged));
        if (labelled.Count < LeastLabels) throw new ArgumentException($"At least {LeastLabels} labelled answers are needed.", nameof(labelled));
        double[] free = [.. judged.Select(PairedScores.Checked).Order()];
        (double Judge, double Human)[] known = [.. labelled.Select(l => (PairedScores.Checked(l.Judge), PairedScores.Checked(l.Human))).Order()];
        double weight = tuned ? Weight(free, known) : 1;
        double[] corrections = [.. known.Select(l => l.Human - (weight * l.Judge))];
        double mean = (weight * free.Average()) + corrections.Average();
        double error = Math.Sqrt((weight * weight * Variance(free) / free.Length) + (Variance(corrections) / corrections.Length));
        double half = Normal.Quantile(0.975) * error, human = known.Average(l => l.Human);
        return new PredictionPoweredEstimate(Math.Clamp(mean, 0, 1), new Interval(Math.Clamp(mean - half, 0, 1), Math.Clamp(mean + half, 0, 1)), error, weight)
        {
            LabelsOnly = human, LabelsOnlyError = Math.Sqrt(Variance([.. known.Select(l => l.Human)]) / known.Length), JudgeBias = known.Average(l => l.Judge) - human,
        };
    }

    private static double Weight(double[] free, (double Judge, double Human)[] known)
    {
        double judge = known.Average(l => l.Judge), human = known.Average(l => l.Human);
        double covariance = known.Sum(l => (l.Judge - judge) * (l.Human - human)) / (known.Length - 1), variance = Variance([.. free, .. known.Select(l => l.Judge)]);
        return variance == 0 ? 0 : Math.Clamp(covariance / ((1 + ((double)known.Length / free.Length)) * variance), 0, 1);
    }

    private static double Variance(double[] values)
    {
        double mean = values.Average();
        return values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1);
    }
}

/// <summary>A prediction-powered mean.</summary>
/// <param name="Mean">The estimate, in [0, 1].</param>
/// <param name="Interval">Its 95% interval, in [0, 1].</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Weight">The weight λ given to the judge, in [0, 1].</param>
public sealed record PredictionPoweredEstimate(double Mean, Interval Interval, double StandardError, double Weight)
{
    /// <summary>The mean of the labels alone.</summary>
    public double LabelsOnly { get; init; }

    /// <summary>Standard error of the labels alone: what the judge saves is the difference to <see cref="StandardError"/>.</summary>
    public double LabelsOnlyError { get; init; }

    /// <summary>Mean of judge minus human where both are known: how much too kind the judge is.</summary>
    public double JudgeBias { get; init; }
}

using System.Collections.Immutable;

namespace Assay.Evaluation.Statistics;

/// <summary>Percentile bootstrap over questions: of one arm's mean, and of the paired difference of two arms.</summary>
/// <remarks>
/// 10,000 resamples, 95%, seed 0. Values (differences: their question ids) are sorted before resampling, so the result depends neither on the order of the questions nor on threads.
/// Questions are the unit: repeats of one question must be averaged before. Where all values are equal the interval has no width, which says
/// nothing about new questions.
/// </remarks>
public static class PairedBootstrap
{
    /// <summary>Resamples drawn.</summary>
    public const int Resamples = 10_000;

    private const double Tail = 0.025;

    /// <summary>The mean of one arm.</summary>
    /// <param name="scores">One per question, in [0, 1]; null where it is missing.</param>
    /// <param name="seed">Seed of the resampling.</param>
    /// <returns>Mean, interval and counts.</returns>
    public static MeanEstimate Mean(IEnumerable<double?> scores, ulong seed = 0)
    {
        ImmutableArray<double?> all = [.. scores];
        double[] known = [.. all.Where(s => s.HasValue).Select(s => Checked(s!.Value)).Order()];
        int missing = all.Length - known.Length;
        return known.Length == 0
            ? new MeanEstimate(null, null, 0, missing)
            : new MeanEstimate(known.Sum() / known.Length, Resample(known, seed), known.Length, missing);
    }

    /// <summary>The paired difference of two arms, A − B.</summary>
    /// <param name="a">Scores of arm A by question id, in [0, 1]; null where missing.</param>
    /// <param name="b">Scores of arm B by question id. A question that only one arm has counts as missing in the other.</param>
    /// <param name="seed">Seed of the resampling.</param>
    /// <returns>Mean difference, interval, deviation and counts.</returns>
    public static DifferenceEstimate Difference(IReadOnlyDictionary<string, double?> a, IReadOnlyDictionary<string, double?> b, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        List<double> differences = [];
        int questions = 0;
        foreach (string id in a.Keys.Union(b.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            double? left = a.GetValueOrDefault(id), right = b.GetValueOrDefault(id);
            if (left is { } x && right is { } y) differences.Add(Checked(x) - Checked(y));
            questions++;
        }

        // In the order of the ids, so that B minus A draws the same questions and gives the same interval turned round.
        return Estimate([.. differences], questions - differences.Count, seed);
    }

    /// <summary>The mean of paired differences of any size, such as those of losses.</summary>
    /// <param name="differences">One per unit, in the order of the units; finite numbers.</param>
    /// <param name="seed">Seed of the resampling.</param>
    /// <returns>Mean, interval, deviation and count; the interval depends on the order.</returns>
    public static DifferenceEstimate Differences(IEnumerable<double> differences, ulong seed = 0)
    {
        double[] all = [.. differences];
        if (all.FirstOrDefault(d => !double.IsFinite(d)) is var bad && bad != 0) throw new ArgumentOutOfRangeException(nameof(differences), bad, "A difference must be a finite number.");
        return Estimate(all, 0, seed);
    }

    private static DifferenceEstimate Estimate(double[] differences, int missing, ulong seed)
    {
        int n = differences.Length;
        if (n == 0) return new DifferenceEstimate(null, null, null, 0, missing);
        double mean = differences.Sum() / n;
        double? deviation = n < 2 ? null : Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / (n - 1));
        return new DifferenceEstimate(mean, Resample(differences, seed), deviation, n, missing);
    }

    private static Interval Resample(double[] sorted, ulong seed)
    {
        SplitMix random = new(seed);
        double[] means = new double[Resamples];
        uint n = (uint)sorted.Length;
        for (int r = 0; r < means.Length; r++)
        {
            double sum = 0;
            for (uint i = 0; i < n; i += 2)
            {
                // Two draws per number: each half times n, of which the upper half is uniform below n.
                ulong bits = random.Next();
                sum += sorted[(int)(((bits >> 32) * n) >> 32)];
                if (i + 1 < n) sum += sorted[(int)(((bits & uint.MaxValue) * n) >> 32)];
            }

            means[r] = sum / n;
        }

        Array.Sort(means);
        return new Interval(Quantile(means, Tail), Quantile(means, 1 - Tail));
    }

    private static double Quantile(double[] sorted, double share)
    {
        double position = share * (sorted.Length - 1);
        int below = (int)position;
        return sorted[below] + ((position - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]));
    }

    private static double Checked(double score) =>
        score is >= 0 and <= 1 ? score : throw new ArgumentOutOfRangeException(nameof(score), score, "A score must lie in [0, 1].");
}

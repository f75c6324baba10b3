using System.Globalization;

namespace Assay.Evaluation.Statistics.Learning;

/// <summary>Forecasts what more examples would bring, from trainings on few: <c>score(n) = a - b · n^-c</c> with <c>b</c> 0 or more and <c>c</c> from 0.1 to 1.5.</summary>
/// <remarks>
/// <para>
/// Three sizes do not say what a curve of three parameters is, so none is picked: 4,000 times the held-out items are resampled (all runs and the rival on the same ones), an exponent is drawn by
/// how well its best line through <c>n^-c</c> fits, and <c>a</c> and <c>b</c> are drawn around that line by what seeds make of a training. What comes out is the spread of all of these curves,
/// each with the luck of one more training added.
/// </para>
/// <para>
/// Exponents are alike probable before; <c>a</c> and <c>b</c> are thought of as the scores at the smallest and the greatest size, each alike probable, so that the units of <c>n</c> do not
/// matter. A line that would fall is taken as flat. Power laws: Hestness and others 2017; how far they can be trusted: Viering and Loog 2022. Deterministic; does not depend on threads.
/// </para>
/// </remarks>
public static class LearningCurve
{
    /// <summary>Sizes that a curve needs.</summary>
    public const int LeastSizes = 3;

    private const int Resamples = 4000;
    private const double Tail = 0.025;

    private static readonly double[] s_exponents = [.. Enumerable.Range(1, 15).Select(i => i / 10.0)];

    /// <summary>Forecasts.</summary>
    /// <param name="runs">What was trained; several of one size are allowed.</param>
    /// <param name="rival">The scores of what is to be beaten on the same items; null for nothing.</param>
    /// <param name="sizes">Numbers of examples to forecast, each above 0.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <returns>The forecast, or why there is none.</returns>
    /// <exception cref="ArgumentException">Scores are not of the same items, or outside [0, 1].</exception>
    public static LearningForecast Forecast(IReadOnlyList<LearningRun> runs, IReadOnlyList<double>? rival, IReadOnlyList<double> sizes, LearningCurveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(sizes);
        options ??= new LearningCurveOptions();
        Check(runs, rival, sizes, options);
        if (Missing(runs, options) is { } missing) return new LearningForecast(missing, [], 0);
        double greatest = runs.Max(r => r.Size);
        double[][] scores = [.. runs.Select(r => r.Scores.ToArray())];
        var fits = new CurveFits([.. runs.Select(r => r.Size / greatest)], s_exponents, options.RunDeviation, PairedVariance(scores));
        SplitMix random = new(options.Seed);
        double[][] predicted = [.. sizes.Select(_ => new double[Resamples])], gains = [.. sizes.Select(_ => new double[Resamples])];
        double[] means = new double[scores.Length];
        int falling = 0, flat = 0, first = Index(runs, runs.Min(r => r.Size)), last = Index(runs, greatest);
        for (int resample = 0; resample < Resamples; resample++)
        {
            double rivalMean = Resample(scores, rival, means, ref random);
            falling += means[last] < means[first] ? 1 : 0;
            Curve curve = fits.Draw(means, ref random);
            flat += curve.B == 0 ? 1 : 0;
            for (int i = 0; i < sizes.Count; i++)
            {
                predicted[i][resample] = Math.Clamp(curve.At(sizes[i] / greatest) + (options.RunDeviation * CurveFits.Normal(ref random)), 0, 1);
                gains[i][resample] = predicted[i][resample] - rivalMean;
            }
        }

        if (falling >= (1 - Tail) * Resamples) return new LearningForecast("the scores fall with more examples. Look at the learning rate and at contradictions among the examples before training on more.", [], 1);
        return new LearningForecast(null, [.. sizes.Select((size, i) => Prediction(size, predicted[i], rival is null ? null : gains[i]))], (double)flat / Resamples);
    }

    private static LearningPrediction Prediction(double size, double[] scores, double[]? gains)
    {
        double? chance = gains?.Average(g => g > 0 ? 1 : g == 0 ? 0.5 : 0), gain = gains?.Average();
        return new LearningPrediction(size, scores.Average(), Range(scores), chance, gain, gains is null ? null : Range(gains));
    }

    private static Interval Range(double[] values)
    {
        Array.Sort(values);
        return new Interval(values[(int)(Tail * values.Length)], values[(int)((1 - Tail) * values.Length)]);
    }

    private static void Check(IReadOnlyList<LearningRun> runs, IReadOnlyList<double>? rival, IReadOnlyList<double> sizes, LearningCurveOptions options)
    {
        if (!(options.RunDeviation is >= 0.001 and <= 0.5)) throw new ArgumentException($"The deviation between runs must be 0.001 to 0.5; found {options.RunDeviation}.");
        foreach (double size in runs.Select(r => r.Size).Concat(sizes))
        {
            if (!(size > 0) || double.IsInfinity(size)) throw new ArgumentException($"A number of examples must be above 0; found {size}.");
        }

        int items = runs.Count == 0 ? 0 : runs[0].Scores.Length;
        foreach (IReadOnlyList<double> scores in runs.Select(r => (IReadOnlyList<double>)r.Scores).Append(rival ?? []))
        {
            if (scores.Count != items && (scores.Count > 0 || runs.Count == 0)) throw new ArgumentException($"Runs have {items} and {scores.Count} scores: they must be of the same items.");
            if (scores.Any(s => !(s is >= 0 and <= 1))) throw new ArgumentException("A score must lie in [0, 1].");
        }

        if (runs.Any(r => r.Scores.Length != items) || (rival is not null && rival.Count != items)) throw new ArgumentException($"Not all runs have {items} scores: they must be of the same items.");
    }

    private static string? Missing(IReadOnlyList<LearningRun> runs, LearningCurveOptions options)
    {
        int sizes = runs.Select(r => r.Size).Distinct().Count();
        if (sizes < LeastSizes) return string.Create(CultureInfo.InvariantCulture, $"a curve needs trainings on {LeastSizes} numbers of examples; there are {sizes}.");
        if (runs[0].Scores.Length < options.LeastItems) return string.Create(CultureInfo.InvariantCulture, $"a curve needs {options.LeastItems} held-out items; there are {runs[0].Scores.Length}.");
        if (runs.All(r => r.Scores.SequenceEqual(runs[0].Scores)) && runs[0].Scores.Distinct().Count() == 1)
            return string.Create(CultureInfo.InvariantCulture, $"every item scores {runs[0].Scores[0]:0.##} in every run: nothing changes with the number of examples. Choose a measure that tells more, or train on more.");
        return null;
    }

    private static int Index(IReadOnlyList<LearningRun> runs, double size) => Enumerable.Range(0, runs.Count).First(i => runs[i].Size == size);

    // The variance of a run's mean that is not shared with the others: half of that of differences between them.
    private static double PairedVariance(double[][] scores)
    {
        double total = 0;
        int pairs = 0, items = scores[0].Length;
        for (int a = 0; a < scores.Length; a++)
        {
            for (int b = a + 1; b < scores.Length; b++, pairs++)
            {
                double mean = scores[a].Zip(scores[b], (x, y) => x - y).Average();
                total += scores[a].Zip(scores[b], (x, y) => (x - y - mean) * (x - y - mean)).Sum() / ((double)items * (items - 1)) / 2;
            }
        }

        return total / pairs;
    }

    private static double Resample(double[][] scores, IReadOnlyList<double>? rival, double[] means, ref SplitMix random)
    {
        Array.Clear(means);
        double rivalSum = 0;
        int n = scores[0].Length;
        for (int i = 0; i < n; i++)
        {
            int item = (int)(((random.Next() >> 32) * (uint)n) >> 32);
            for (int run = 0; run < means.Length; run++) means[run] += scores[run][item] / n;
            rivalSum += rival?[item] ?? 0;
        }

        return rivalSum / n;
    }
}

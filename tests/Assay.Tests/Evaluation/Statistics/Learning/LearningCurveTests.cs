using System.Collections.Immutable;
using Assay.Evaluation.Statistics.Learning;

namespace Assay.Tests.Evaluation.Statistics.Learning;

public sealed class LearningCurveTests
{
    private const double All = 800;

    /// <summary>
    /// Pilots of random curves: half of the questions' scores depends on the curve, the rest on chance and on the run's luck. The forecast interval must hold the score that a training on everything
    /// has on all questions of that kind; and what is given a probability must happen as often.
    /// </summary>
    [Fact]
    public void Intervals_hold_what_a_training_on_everything_scores_and_chances_come_true()
    {
        const int Seeds = 200;
        int held = 0, heldTwice = 0, likely = 0, likelyCame = 0, unlikely = 0, unlikelyCame = 0;
        double width = 0, brier = 0, expected = 0, came = 0;
        for (int seed = 0; seed < Seeds; seed++)
        {
            var scene = new Scene(seed);
            LearningForecast forecast = LearningCurve.Forecast(scene.Pilot, scene.Rival, [All, 2 * All]);
            Assert.Null(forecast.Reason);
            LearningPrediction full = forecast.Predictions[0], twice = forecast.Predictions[1];
            double truth = scene.Run(All);
            held += full.Range.Low <= truth && truth <= full.Range.High ? 1 : 0;
            heldTwice += twice.Range.Low <= scene.Run(2 * All) && scene.Run(2 * All) <= twice.Range.High ? 1 : 0;
            width += (full.Range.High - full.Range.Low) / Seeds;
            bool beats = truth > scene.RivalTruth;
            brier += Math.Pow(full.Chance!.Value - (beats ? 1 : 0), 2) / Seeds;
            expected += full.Chance.Value;
            came += beats ? 1 : 0;
            (likely, likelyCame) = full.Chance > 0.9 ? (likely + 1, likelyCame + (beats ? 1 : 0)) : (likely, likelyCame);
            (unlikely, unlikelyCame) = full.Chance < 0.1 ? (unlikely + 1, unlikelyCame + (beats ? 1 : 0)) : (unlikely, unlikelyCame);
        }

        string found = $"held {held}, for twice as many {heldTwice} of {Seeds}; width {width:0.000}; Brier {brier:0.000}; {came} beat the rival, {expected:0} expected; {likelyCame} of {likely} likely, {unlikelyCame} of {unlikely} unlikely";
        Assert.True(held is >= 180 and <= 200, found);
        Assert.True(heldTwice >= 180, found);
        Assert.True(width < 0.25, found);
        Assert.True(brier < 0.17 && Math.Abs(expected - came) < 25, found);
        Assert.True(likely > 30 && likelyCame >= 0.87 * likely && unlikely > 20 && unlikelyCame <= 0.15 * unlikely, found);
    }

    [Fact]
    public void A_rising_curve_is_followed_beyond_its_end()
    {
        LearningRun[] runs = [.. new[] { 100.0, 200, 400 }.Select(n => Exact(n, 0.9 - (0.4 * Math.Pow(n / 100, -0.5)), 2000))];
        LearningForecast forecast = LearningCurve.Forecast(runs, null, [400, 800, 3200], new LearningCurveOptions { RunDeviation = 0.002 });
        Assert.Equal(0.7, forecast.Predictions[0].Score, 0.01);
        Assert.Equal(0.9 - (0.4 * Math.Pow(8, -0.5)), forecast.Predictions[1].Score, 0.015);
        Assert.InRange(0.9 - (0.4 * Math.Pow(32, -0.5)), forecast.Predictions[2].Range.Low, forecast.Predictions[2].Range.High);
        Assert.True(forecast.FlatShare < 0.01);
        Assert.Null(forecast.Predictions[0].Chance);
        double[] widths = [.. forecast.Predictions.Select(p => p.Range.High - p.Range.Low)];
        Assert.True(widths[0] < widths[1] && widths[1] < widths[2], string.Join(", ", widths));
    }

    [Fact]
    public void A_flat_curve_stays_flat()
    {
        LearningForecast forecast = LearningCurve.Forecast([Exact(100, 0.8, 1000), Exact(200, 0.8, 1000), Exact(400, 0.8, 1000)], [.. Exact(1, 0.9, 1000).Scores], [800]);
        Assert.InRange(forecast.Predictions[0].Score, 0.79, 0.84);
        Assert.True(forecast.FlatShare > 0.3);
        Assert.True(forecast.Predictions[0].Chance < 0.1);
        Assert.InRange(forecast.Predictions[0].Gain!.Value, -0.11, -0.06);
    }

    [Fact]
    public void What_cannot_be_fitted_is_said()
    {
        Assert.Contains("3 numbers of examples; there are 2", LearningCurve.Forecast([Exact(100, 0.5, 40), Exact(200, 0.6, 40), Exact(200, 0.6, 40)], null, [800]).Reason, StringComparison.Ordinal);
        Assert.Contains("20 held-out items; there are 19", LearningCurve.Forecast([Exact(100, 0.5, 19), Exact(200, 0.6, 19), Exact(400, 0.7, 19)], null, [800]).Reason, StringComparison.Ordinal);
        Assert.Contains("scores 0 in every run", LearningCurve.Forecast([Exact(100, 0, 40), Exact(200, 0, 40), Exact(400, 0, 40)], null, [800]).Reason, StringComparison.Ordinal);
        Assert.Contains("fall with more", LearningCurve.Forecast([Exact(100, 0.9, 100), Exact(200, 0.7, 100), Exact(400, 0.5, 100)], null, [800]).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_paired_or_no_score_is_refused()
    {
        Assert.Throws<ArgumentException>(() => LearningCurve.Forecast([Exact(100, 0.5, 40), Exact(200, 0.6, 39), Exact(400, 0.7, 40)], null, [800]));
        Assert.Throws<ArgumentException>(() => LearningCurve.Forecast([Exact(100, 0.5, 40), Exact(200, 0.6, 40), Exact(400, 0.7, 40)], [1, 0], [800]));
        Assert.Throws<ArgumentException>(() => LearningCurve.Forecast([Exact(100, 0.5, 40), Exact(200, 0.6, 40), Exact(0, 0.7, 40)], null, [800]));
        Assert.Throws<ArgumentException>(() => LearningCurve.Forecast([new LearningRun(100, [double.NaN])], null, [800]));
    }

    [Fact]
    public void The_same_runs_and_seed_give_the_same_numbers()
    {
        var scene = new Scene(3);
        LearningForecast first = LearningCurve.Forecast(scene.Pilot, scene.Rival, [All]), again = LearningCurve.Forecast(scene.Pilot, scene.Rival, [All]);
        Assert.Equal(first.Predictions[0], again.Predictions[0]);
        Assert.NotEqual(first.Predictions[0], LearningCurve.Forecast(scene.Pilot, scene.Rival, [All], new LearningCurveOptions { Seed = 1 }).Predictions[0]);
    }

    // A run whose mean is as near to a score as its items allow.
    private static LearningRun Exact(double size, double score, int items) => new(size, [.. Enumerable.Range(0, items).Select(i => i * 7 % items < Math.Round(score * items) ? 1.0 : 0)]);

    /// <summary>A curve, questions, and what runs and a rival make of them.</summary>
    private sealed class Scene
    {
        private const int Items = 150;
        private const double Known = 0.9, Guessed = 0.1, Luck = 0.01;

        private readonly Random random;
        private readonly double a, b, c;
        private readonly double[] hardness;
        private readonly Dictionary<double, double> runs = [];

        public Scene(int seed)
        {
            random = new Random(seed);
            c = 0.2 + random.NextDouble();
            a = 0.6 + (0.3 * random.NextDouble());
            b = (0.05 + (0.35 * random.NextDouble())) * Math.Pow(All / 8, c);
            hardness = [.. Enumerable.Range(0, Items).Select(_ => random.NextDouble())];
            Pilot = [.. new[] { All / 8, All / 4, All / 2 }.Select(n => new LearningRun(n, Scores(Run(n))))];
            RivalTruth = Run(All) + (0.16 * (random.NextDouble() - 0.5));
            Rival = Scores(RivalTruth);
        }

        public LearningRun[] Pilot { get; }

        public ImmutableArray<double> Rival { get; }

        public double RivalTruth { get; }

        // What a training on so many scores on all questions there are.
        public double Run(double size)
        {
            if (!runs.TryGetValue(size, out double score)) runs[size] = score = a - (b * Math.Pow(size, -c)) + (Luck * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
            return score;
        }

        private ImmutableArray<double> Scores(double score) =>
            [.. hardness.Select(h => random.NextDouble() < (h < (score - Guessed) / (Known - Guessed) ? Known : Guessed) ? 1.0 : 0)];
    }
}

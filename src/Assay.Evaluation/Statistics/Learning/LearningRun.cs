using System.Collections.Immutable;

namespace Assay.Evaluation.Statistics.Learning;

/// <summary>What a model scored that was trained on some of the examples.</summary>
/// <param name="Size">How many examples it learned from, above 0.</param>
/// <param name="Scores">The score of each held-out item, in [0, 1]; the same items in the same order in all runs.</param>
public sealed record LearningRun(double Size, ImmutableArray<double> Scores);

/// <summary>How a learning curve is fitted.</summary>
public sealed record LearningCurveOptions
{
    /// <summary>Standard deviation of the score between trainings that differ in their seed only; what several runs of one size showed, where there are any.</summary>
    /// <value>0.001 to 0.5; default 0.01.</value>
    public double RunDeviation { get; init; } = 0.01;

    /// <summary>Held-out items below which nothing is forecast.</summary>
    /// <value>2 or more; default 20.</value>
    public int LeastItems { get; init; } = 20;

    /// <summary>Seed of the resampling.</summary>
    public ulong Seed { get; init; }
}

/// <summary>What a learning curve says of a number of examples.</summary>
/// <param name="Size">The number.</param>
/// <param name="Score">Expected score of a training on so many.</param>
/// <param name="Range">95% interval of that training's score on questions like those that were held out.</param>
/// <param name="Chance">Probability that it beats the rival; null without one.</param>
/// <param name="Gain">Expected score less the rival's.</param>
/// <param name="GainRange">Its 95% interval.</param>
public sealed record LearningPrediction(double Size, double Score, Interval Range, double? Chance, double? Gain, Interval? GainRange);

/// <summary>A learning curve.</summary>
/// <param name="Reason">Why there is none; null where there is.</param>
/// <param name="Predictions">One for each number of examples asked for; empty where there is no curve.</param>
/// <param name="FlatShare">Share of the fits that do not rise at all: near 1, more examples are not expected to help.</param>
public sealed record LearningForecast(string? Reason, ImmutableArray<LearningPrediction> Predictions, double FlatShare);

using System.Collections.Immutable;
using Assay.Evaluation.Judging;
using Assay.Evaluation.Statistics;

namespace Assay.Judging;

/// <summary>Who judged the answers of an evaluation, and how far that can be trusted.</summary>
public sealed record JudgeReport
{
    /// <summary>The judge; null where there are only labels.</summary>
    public JudgeManifest? Judge { get; init; }

    /// <summary>The judged measures, and those there are labels for.</summary>
    public required ImmutableArray<MeasureTrust> Measures { get; init; }

    /// <summary>What the reader should know, most important first.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];
}

/// <summary>How far one measure can be trusted.</summary>
/// <param name="Measure">Its name.</param>
/// <param name="Failed">Answers that it applies to and that have no value because the judge failed or did not decide.</param>
public sealed record MeasureTrust(string Measure, int Failed)
{
    /// <summary>Why it is left out for every answer; null where it is not.</summary>
    public string? Distrusted { get; init; }

    /// <summary>Standard deviation of the judgements of one answer; null without repeats.</summary>
    public double? Spread { get; init; }

    /// <summary>Share of answers whose judgements differ; null without repeats.</summary>
    public double? Changed { get; init; }

    /// <summary>Of preferences: share of comparisons in which the place of an answer decided, so that they count as undecided; null for other measures.</summary>
    public double? ByPlace { get; init; }

    /// <summary>Agreement with the labels; null without labels.</summary>
    public LabelAgreement? Agreement { get; init; }

    /// <summary>The mean of each arm as people would say it, from its labels and the judge (prediction-powered); where there are labels enough.</summary>
    public ImmutableArray<CorrectedMean> Corrected { get; init; } = [];
}

/// <summary>A mean corrected by labels.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Labels">Answers with a label.</param>
/// <param name="Estimate">The mean.</param>
public sealed record CorrectedMean(string Arm, int Labels, PredictionPoweredEstimate Estimate);

using System.Collections.Immutable;
using Assay.Evaluation.Statistics;

namespace Assay.Comparing;

/// <summary>What was measured of one arm.</summary>
public sealed record ArmResult
{
    /// <summary>Name of the arm.</summary>
    public required string Arm { get; init; }

    /// <summary>Whether the arm only explains the others.</summary>
    public required bool Reference { get; init; }

    /// <summary>Whether its answers can point to what they rest on.</summary>
    public bool CanCite { get; init; }

    /// <summary>Questions with a score; the rest are in <see cref="Outcomes"/> as missing.</summary>
    public required int N { get; init; }

    /// <summary>Mean score in [0, 1] over <see cref="N"/> questions; null when none has one.</summary>
    public required double? Score { get; init; }

    /// <summary>Lower end of the 95% interval, by document, of <see cref="Score"/>.</summary>
    public required double? Low { get; init; }

    /// <summary>Upper end of the 95% interval, by document, of <see cref="Score"/>.</summary>
    public required double? High { get; init; }

    /// <summary>How many times the variance of <see cref="Score"/> is that of as many independent questions; null when nothing differs.</summary>
    public double? DesignEffect { get; init; }

    /// <summary>The score if every missing answer scored 0 and if every one scored 1; null when none is missing.</summary>
    public Interval? WorstCase { get; init; }

    /// <summary>Questions that each part of the score in <see cref="Measures"/> applies to.</summary>
    public ImmutableSortedDictionary<string, int> MeasureN { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>Mean of each part of the score over the questions it applies to; null where it applies to none.</summary>
    public required ImmutableSortedDictionary<string, double?> Measures { get; init; }

    /// <summary>Number of questions by outcome; they add up to all questions.</summary>
    public required ImmutableSortedDictionary<string, int> Outcomes { get; init; }

    /// <summary>Time to a complete answer in milliseconds, search included.</summary>
    public required LatencyPercentiles LatencyMs { get; init; }

    /// <summary>Mean milliseconds that the model takes for an answer, without the search; null when nothing was answered.</summary>
    public double? AnswerMs { get; init; }

    /// <summary>Mean tokens a question.</summary>
    public required TokenResult Tokens { get; init; }

    /// <summary>Mean US dollars a question; null when the model's price is unknown.</summary>
    public required decimal? CostPerQuestion { get; init; }

    /// <summary>What is kept of the arm with the other decoding; null when it was not run on these inputs.</summary>
    public DecodingResult? OtherDecoding { get; init; }

    /// <summary>The trained version that answered; null for the project's model.</summary>
    public string? Version { get; init; }

    /// <summary>Mean prompt tokens a question that a trained model was spared: what its requests would have taken with the instructions of <c>prompt</c> and <c>rag</c>, in its own tokens; null for other models.</summary>
    public double? PromptTokensSaved { get; init; }

    /// <summary>Share of the questions for which no passages were looked for; null for an arm without a router.</summary>
    public double? SkippedRetrieval { get; init; }

    /// <summary>Mean share of the documents that fitted (long-context); null for other arms.</summary>
    public required double? ShareOfDocuments { get; init; }
}

/// <summary>Mean tokens a question.</summary>
/// <param name="Input">Prompt tokens.</param>
/// <param name="Output">Generated tokens.</param>
/// <param name="Estimated">Whether at least one count is an estimate.</param>
public sealed record TokenResult(double Input, double Output, bool Estimated)
{
    /// <summary>Prompt tokens that came from the provider's cache.</summary>
    public double Cached { get; init; }
}

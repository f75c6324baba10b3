using System.Collections.Immutable;

namespace Assay.Retrieval.Context;

/// <summary>What a search alone tells about whether the documents answer a question. Every signal is in [0, 1] and means the same for short and long questions.</summary>
public sealed record AnswerabilitySignals
{
    /// <summary>Names of <see cref="Values"/>, in their order.</summary>
    public static ImmutableArray<string> Names { get; } = ["topScore", "bestCoverage", "contextCoverage", "gap", "missingNumbers"];

    /// <summary>Score of the best passage over that of an ideal one, which holds every word of the question endlessly often; 0 when nothing is found.</summary>
    public double TopScore { get; init; }

    /// <summary>Share of the question's words, weighted by rarity, that the passage holds which holds most of them. A word of no document weighs most.</summary>
    public double BestCoverage { get; init; }

    /// <summary>The same share for all passages together.</summary>
    public double ContextCoverage { get; init; }

    /// <summary>By what share of its score the best passage is ahead of the mean of the others; 1 when there is only one, 0 when there is none.</summary>
    public double Gap { get; init; }

    /// <summary>Share of the question's numbers and identifiers (words with a digit) that no passage holds; 0 when it has none.</summary>
    public double MissingNumbers { get; init; }

    /// <summary>The signals in the order of <see cref="Names"/>.</summary>
    public ImmutableArray<double> Values => [TopScore, BestCoverage, ContextCoverage, Gap, MissingNumbers];
}

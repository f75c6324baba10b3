using System.Collections.Immutable;
using Assay.Evaluation.Scoring;

namespace Assay.Evaluating;

/// <summary>One answer as it is kept: what was said, seen and spent. Scores are not kept; they follow from it.</summary>
public sealed record RecordedAnswer
{
    /// <summary>Id of the question.</summary>
    public required string Question { get; init; }

    /// <summary>Which repetition, from 0.</summary>
    public int Repeat { get; init; }

    /// <summary>What was said; empty when nothing was.</summary>
    public required string Answer { get; init; }

    /// <summary>Why there is no usable answer; null where there is one, which is then scored.</summary>
    public Outcome? Failed { get; init; }

    /// <summary>What went wrong, for the reader; null when nothing did.</summary>
    public string? Failure { get; init; }

    /// <summary>Ids of the documents seen, with heading slugs, in the order of their numbers.</summary>
    public ImmutableArray<string> Context { get; init; } = [];

    /// <summary>SHA-256 of the texts seen, in the same order.</summary>
    public ImmutableArray<string> Passages { get; init; } = [];

    /// <summary>Milliseconds to a complete answer, search included; null where nothing was asked.</summary>
    public double? LatencyMs { get; init; }

    /// <summary>Prompt tokens.</summary>
    public long InputTokens { get; init; }

    /// <summary>Generated tokens.</summary>
    public long OutputTokens { get; init; }

    /// <summary>US dollars; null when a price is unknown.</summary>
    public decimal? CostUsd { get; init; }
}

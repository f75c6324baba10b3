using System.Collections.Immutable;
using Assay.Evaluation.Scoring;

namespace Assay.Running;

/// <summary>What one arm did with one question: one line of a run file.</summary>
public sealed record AnswerRow
{
    /// <summary>Id of the question.</summary>
    public required string Question { get; init; }

    /// <summary>The answer; empty when there is none.</summary>
    public required string Answer { get; init; }

    /// <summary>Score with its parts, or the reason why there is none.</summary>
    public required AnswerScore Score { get; init; }

    /// <summary>What went wrong at the provider, for the reader; null when nothing did.</summary>
    public string? Failure { get; init; }

    /// <summary>Whether no model was asked, because the documents probably do not answer the question.</summary>
    public bool Withheld { get; init; }

    /// <summary>Whether no model was asked, because the answer was worked out over tables.</summary>
    public bool FromTables { get; init; }

    /// <summary>What the model got to see: document ids with heading slugs, in the order of their numbers.</summary>
    public ImmutableArray<string> Context { get; init; } = [];

    /// <summary>Where those stand in their files (<c>page 12</c>), in the same order, empty for characters only; none at all when none has one.</summary>
    public ImmutableArray<string> Places { get; init; } = [];

    /// <summary>What a model added to the question before it was searched for; empty for nothing.</summary>
    public ImmutableArray<string> SearchedFor { get; init; } = [];

    /// <summary>Whether no passages were looked for, because a router found that none are needed; null for an arm without one.</summary>
    public bool? SkippedRetrieval { get; init; }

    /// <summary>Prompt tokens that a trained model was spared beside the instructions that other models get; null for other models.</summary>
    public long? PromptTokensSaved { get; init; }

    /// <summary>Milliseconds for finding the context, those of the model that expanded the question included.</summary>
    public double SearchMs { get; init; }

    /// <summary>Milliseconds for the answer; the original ones where the answer was kept from before.</summary>
    public double AnswerMs { get; init; }

    /// <summary>Prompt tokens of answer and expansion.</summary>
    public long InputTokens { get; init; }

    /// <summary>Prompt tokens the provider served from its cache.</summary>
    public long CachedInputTokens { get; init; }

    /// <summary>Generated tokens of answer and expansion.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Whether the counts are estimates.</summary>
    public bool TokensEstimated { get; init; }

    /// <summary>US dollars of answer and expansion; null when a price is unknown.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>Share of all document tokens handed over; null where the arm does not aim at all of them.</summary>
    public double? ShareOfDocuments { get; init; }
}

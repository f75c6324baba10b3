using System.Collections.Immutable;

namespace Assay.Retrieval.Tracing;

/// <summary>What a search did, stage by stage, and what became of its results: enough to say why an answer came out as it did.</summary>
/// <remarks>
/// Holds no document that the asker could not read: filters work inside the search, so what they exclude never reaches a stage. Times are
/// measurements; everything else is the same for the same query on the same generation.
/// </remarks>
public sealed record SearchTrace
{
    /// <summary>What the user typed.</summary>
    public required string Query { get; init; }

    /// <summary>Who asked; empty when nobody was named.</summary>
    public string Asker { get; init; } = "";

    /// <summary>Last journal entry of the store that was searched; 0 when unknown.</summary>
    public long Generation { get; init; }

    /// <summary>What was searched for.</summary>
    public ImmutableArray<TraceTerm> Terms { get; init; } = [];

    /// <summary>Filters that were applied inside the search.</summary>
    public ImmutableArray<FilterTrace> Filters { get; init; } = [];

    /// <summary>The stages in the order they ran.</summary>
    public ImmutableArray<StageTrace> Stages { get; init; } = [];

    /// <summary>What went into the context; null for a search without one.</summary>
    public ContextTrace? Context { get; init; }

    /// <summary>What was answered; null for a search without an answer.</summary>
    public AnswerTrace? Answer { get; init; }

    /// <summary>Documents whose text was removed from this trace after they were deleted, by id; their ids stay, their words do not.</summary>
    public ImmutableArray<string> Redacted { get; init; } = [];
}

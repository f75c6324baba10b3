using System.Collections.Immutable;
using Assay.Answering;
using Assay.Retrieval.Context;

namespace Assay.Arms;

/// <summary>What one arm hands to the model for one question.</summary>
/// <param name="Passages">Numbered passages.</param>
public sealed record ArmContext(ImmutableArray<ContextPassage> Passages)
{
    /// <summary>Share of all document tokens that the first 0, 1, 2, ... passages are, in [0, 1]; empty where the arm does not aim at all of them.</summary>
    public ImmutableArray<double> Shares { get; init; } = [];

    /// <summary>Share of all document tokens that fitted, in [0, 1]; null where the arm does not aim at all of them.</summary>
    public double? ShareOfDocuments => Shares.IsEmpty ? null : Shares[Passages.Length];

    /// <summary>Whether the answer must rest on the passages, even when there are none.</summary>
    /// <value>true</value>
    public bool FromDocuments { get; init; } = true;

    /// <summary>Milliseconds that were waited for the question's vector before: part of the search's time.</summary>
    /// <value>0</value>
    public double PreparedMs { get; init; }

    /// <summary>The same with the first passages only.</summary>
    /// <param name="count">How many.</param>
    /// <returns>A context that says nothing of the others.</returns>
    public ArmContext First(int count) => this with { Passages = PromptRoom.First(Passages, count) };

    /// <summary>Whether the question was searched for, with what a model added to it.</summary>
    /// <value>false</value>
    public bool Searched { get; init; }

    /// <summary>Whether a router found that no passages are needed; null for an arm without one.</summary>
    public bool? SkippedRetrieval { get; init; }

    /// <summary>The answer that was worked out over tables; null when a model is asked.</summary>
    public ComputedAnswer? Computed { get; init; }

    /// <summary>The answer that is given without asking a model; null when one is asked.</summary>
    public string? Withheld { get; init; }
}

using System.Collections.Immutable;
using Assay.Decisions.Verdicts;

namespace Assay.Comparing;

/// <summary>Everything a comparison found, in the form that <c>assay compare --json</c> prints.</summary>
public sealed record Comparison
{
    /// <summary>Name of the project.</summary>
    public required string Project { get; init; }

    /// <summary>The model that answered.</summary>
    public required string Model { get; init; }

    /// <summary>How it was let answer, the same for all arms: <c>free</c>, or <c>constrained</c> to the contract; null where there is no contract or no model that writes.</summary>
    public string? Decoding { get; init; }

    /// <summary>What the arms with instructions were asked with, one line each; empty where that is the project's own prompt.</summary>
    public ImmutableArray<string> Prompts { get; init; } = [];

    /// <summary>Number of questions.</summary>
    public required int Questions { get; init; }

    /// <summary>Size of the knowledge base.</summary>
    public required KnowledgeSize Knowledge { get; init; }

    /// <summary>One entry an arm, in the order of the project.</summary>
    public required ImmutableArray<ArmResult> Arms { get; init; }

    /// <summary>Every pair of arms.</summary>
    public required ImmutableArray<PairResult> Comparisons { get; init; }

    /// <summary>Retrieval measures by their names (<c>ndcg@10</c>, <c>recall@8</c>, <c>recall@100</c>); empty when no question names its documents.</summary>
    public required ImmutableSortedDictionary<string, double> Retrieval { get; init; }

    /// <summary>Score of each arm by question tag.</summary>
    public required ImmutableArray<TagResult> Tags { get; init; }

    /// <summary>The trained version that was measured; null when none was.</summary>
    public TunedVersion? Tuned { get; init; }

    /// <summary>The recommendation.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>What the reader should know about the numbers: stale prices, unknown prices, documents left out, missing answers.</summary>
    public required ImmutableArray<string> Warnings { get; init; }

    /// <summary>The day of the prices used.</summary>
    public required DateOnly PricesOf { get; init; }

    /// <summary>Hash of all inputs: two comparisons with the same hash measure the same thing.</summary>
    public required string Inputs { get; init; }

    /// <summary>Hash of what its answers are answers to and by whom: questions, model, contract, how they are scored. Judging them again needs the same.</summary>
    public string? Basis { get; init; }

    /// <summary>The same hash without the trained version: what was asked, of which documents and model; see <see cref="Running.RunSession.Inputs"/>.</summary>
    public string? ProjectInputs { get; init; }

    /// <summary>The command that repeats the run.</summary>
    public required string Command { get; init; }

    /// <summary>Path of the report.</summary>
    public required string Report { get; init; }
}

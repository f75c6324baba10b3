using System.Collections.Immutable;

namespace Assay.Diagnosis;

/// <summary>At which stage a document was lost, by what gap, and what would have found it.</summary>
/// <param name="Query">What was searched for.</param>
/// <param name="DocumentId">The document.</param>
/// <param name="Stage">Where it was lost.</param>
/// <param name="Explanation">That in words.</param>
public sealed record MissReport(string Query, string DocumentId, MissStage Stage, string Explanation)
{
    /// <summary>Rank of its best passage; null when no search found it.</summary>
    public int? Rank { get; init; }

    /// <summary>Score of its best passage.</summary>
    public double? Score { get; init; }

    /// <summary>Score of the last passage that was returned.</summary>
    public double? ScoreNeeded { get; init; }

    /// <summary>By how much it failed, in <see cref="Unit"/>; null when that has no size.</summary>
    public double? Gap { get; init; }

    /// <summary><c>score</c>, <c>tokens</c> or <c>similarity</c>; empty without a gap.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Words of the query that the document is found by.</summary>
    public ImmutableArray<string> Matched { get; init; } = [];

    /// <summary>Words of the query that it is not found by.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    /// <summary>One change with which it is found, tried out; null when none was found.</summary>
    public MissChange? Change { get; init; }
}

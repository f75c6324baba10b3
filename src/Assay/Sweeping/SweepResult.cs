using System.Collections.Immutable;
using Assay.Evaluation.Statistics;

namespace Assay.Sweeping;

/// <summary>What a sweep found.</summary>
public sealed record SweepResult
{
    /// <summary>Name of the project.</summary>
    public required string Project { get; init; }

    /// <summary>The arm that was varied.</summary>
    public required string Arm { get; init; }

    /// <summary>Questions there are.</summary>
    public required int Questions { get; init; }

    /// <summary>The candidates, the best first, then by the round they were left in.</summary>
    public required ImmutableArray<SweepCandidate> Candidates { get; init; }

    /// <summary>The candidate to take: the cheapest of those that are not shown to be worse than the best.</summary>
    public required string Choice { get; init; }

    /// <summary>Whether it is shown to be better than the project as it is, among all candidates.</summary>
    public required bool IsBetter { get; init; }

    /// <summary>Settings to write into <c>assay.yaml</c>; empty when it stays as it is.</summary>
    public required ImmutableArray<KeyValuePair<string, string>> Settings { get; init; }

    /// <summary>What the reader should know.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];
}

/// <summary>One candidate.</summary>
public sealed record SweepCandidate
{
    /// <summary>Its settings in one line; <c>as it is</c> for the project's own.</summary>
    public required string Name { get; init; }

    /// <summary>Questions it was asked; all, unless it was left before.</summary>
    public required int Asked { get; init; }

    /// <summary>Mean score of these; null when none has one.</summary>
    public required double? Score { get; init; }

    /// <summary>95% interval of the score.</summary>
    public required Interval? Interval { get; init; }

    /// <summary>Mean difference to the project as it is, on the questions of both; null for the project itself.</summary>
    public double? Difference { get; init; }

    /// <summary>95% interval of the difference.</summary>
    public Interval? DifferenceInterval { get; init; }

    /// <summary>p-value of the difference, adjusted over all candidates (Holm); null where there is none.</summary>
    public double? AdjustedP { get; init; }

    /// <summary>Round in which it was left, from 1; null for one that went to the end.</summary>
    public int? LeftIn { get; init; }

    /// <summary>Mean prompt tokens a question.</summary>
    public required double InputTokens { get; init; }

    /// <summary>Median milliseconds to an answer.</summary>
    public required double? LatencyP50Ms { get; init; }

    /// <summary>Mean US dollars a question; null when a price is unknown.</summary>
    public required decimal? CostPerQuestion { get; init; }

    /// <summary>Whether no other candidate that went to the end has a score as good for less money or fewer tokens.</summary>
    public bool OnFront { get; init; }
}

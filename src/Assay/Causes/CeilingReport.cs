using System.Collections.Immutable;

namespace Assay.Causes;

/// <summary>The most that better retrieval and better behaviour could each bring.</summary>
/// <param name="Project">Name of the project.</param>
/// <param name="Model">What answered.</param>
/// <param name="Questions">Questions asked.</param>
public sealed record CeilingReport(string Project, string Model, int Questions)
{
    /// <summary>The arms: nothing handed over, what is retrieved, the named pages, and those with a trained version.</summary>
    public required ImmutableArray<CeilingArm> Arms { get; init; }

    /// <summary>What lies between them.</summary>
    public required ImmutableArray<CeilingGap> Gaps { get; init; }

    /// <summary>The trained version; null when there is none.</summary>
    public string? Version { get; init; }

    /// <summary>What the reader should know.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];
}

/// <summary>The score of one arm.</summary>
/// <param name="Arm">Its name.</param>
/// <param name="Score">Mean score, in [0, 1]; null when no question has one.</param>
/// <param name="Low">Lower end of the 95% interval over questions clustered by page.</param>
/// <param name="High">Upper end.</param>
/// <param name="N">Questions with a score.</param>
/// <param name="Missing">Questions without one.</param>
public sealed record CeilingArm(string Arm, double? Score, double? Low, double? High, int N, int Missing);

/// <summary>What lies between two arms, or between an arm and all right.</summary>
/// <param name="Name"><c>retrieval</c>, <c>behaviour</c>, <c>search</c>, <c>training</c> or <c>training with retrieval</c>.</param>
/// <param name="From">The lower arm.</param>
/// <param name="To">The upper arm; <c>all right</c> for a score of 1.</param>
/// <param name="Gain">Upper minus lower, in [−1, 1].</param>
/// <param name="Low">Lower end of the 95% interval, paired by question, clustered by page.</param>
/// <param name="High">Upper end.</param>
/// <param name="N">Questions that both have a score for.</param>
/// <param name="P">Two-sided p-value of no difference; null against all right, where nothing is tested.</param>
/// <param name="AdjustedP">The same among all pairs of this report (Holm).</param>
/// <param name="Words">What it means.</param>
public sealed record CeilingGap(string Name, string From, string To, double? Gain, double? Low, double? High, int N, double? P, double? AdjustedP, string Words);

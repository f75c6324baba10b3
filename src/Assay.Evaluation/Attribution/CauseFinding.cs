using System.Collections.Immutable;

namespace Assay.Evaluation.Attribution;

/// <summary>Why a question failed.</summary>
/// <param name="Causes">One cause, two or three that strike at once, or none when the failure did not come back or nothing was answered.</param>
/// <param name="Confidence">How sure that is, in [0, 1]: of several causes the least sure one.</param>
/// <param name="Because">What shows it, in words.</param>
public sealed record CauseFinding(ImmutableArray<Cause> Causes, double Confidence, string Because)
{
    /// <summary>Whether the failure is chance: asked again, most answers were right.</summary>
    public bool IsChance { get; init; }

    /// <summary>Whether there was no answer to explain: the provider failed each time.</summary>
    public bool IsUnanswered { get; init; }

    /// <summary>The switch that makes the answer right; null when none was found.</summary>
    public CauseSwitch? Cure { get; init; }
}

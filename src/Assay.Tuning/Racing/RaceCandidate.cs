using Assay.Models.Training;
using Assay.Tuning.Training;

namespace Assay.Tuning.Racing;

/// <summary>One way to train.</summary>
/// <param name="Name">What it has of its own, in words; no two candidates of a race share one.</param>
/// <param name="Options">How it is trained.</param>
/// <param name="Lora">What is added to the model; null where all of it is trained.</param>
public sealed record RaceCandidate(string Name, TrainingOptions Options, LoraSettings? Lora);

/// <summary>A candidate, and what training it to the end takes.</summary>
/// <param name="Candidate">The candidate.</param>
/// <param name="Steps">All its steps.</param>
/// <param name="TokensPerStep">Tokens of a step on average.</param>
public sealed record RaceEntry(RaceCandidate Candidate, long Steps, double TokensPerStep)
{
    /// <summary>An entry for items of known length.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="count">Items that are learned from.</param>
    /// <param name="tokens">Tokens of all of them.</param>
    /// <returns>The entry.</returns>
    public static RaceEntry Of(RaceCandidate candidate, int count, long tokens)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        var plan = new TrainingPlan(count, candidate.Options);
        return new RaceEntry(candidate, plan.Steps, (double)tokens / plan.StepsPerEpoch);
    }

    // Evaluations within a whole training.
    internal double Evaluations => Candidate.Options.EvaluationsPerEpoch * Candidate.Options.Epochs;
}

using System.Collections.Immutable;

namespace Assay.Tuning.Racing;

/// <summary>How far a candidate came, and how good it is there.</summary>
/// <param name="Steps">Steps done.</param>
/// <param name="Tokens">Tokens that went through the model in this part.</param>
/// <param name="TrainSeconds">Time of this part's steps.</param>
/// <param name="EvaluationSeconds">Time of the comparison.</param>
/// <param name="Losses">The loss of each held-out item, the same items in the same order for all; lower is better, and the mean is what counts. Empty where training failed.</param>
/// <param name="Failure">Why it failed; null where it did not.</param>
public sealed record RaceStand(long Steps, long Tokens, double TrainSeconds, double EvaluationSeconds, ImmutableArray<double> Losses, string? Failure = null);

/// <summary>What a race measured.</summary>
/// <param name="Rung">The round, from 0.</param>
/// <param name="Candidate">Which of the candidates, from 0.</param>
/// <param name="Seconds">All the time that it took.</param>
/// <param name="Stand">What came out.</param>
public sealed record RaceMeasurement(int Rung, int Candidate, double Seconds, RaceStand Stand)
{
    /// <summary>The mean loss; infinite where training failed.</summary>
    internal double Loss => Stand.Losses.IsEmpty || Stand.Failure is not null ? double.PositiveInfinity : Stand.Losses.Average();
}

/// <summary>Trains a candidate up to a step, going on from where it was left.</summary>
/// <param name="candidate">Who.</param>
/// <param name="steps">Up to how many steps.</param>
/// <param name="cancellationToken">Stops it, with what was learned kept.</param>
/// <returns>How it stands there. The same candidate, steps and data give the same losses.</returns>
public delegate RaceStand TrainCandidate(RaceCandidate candidate, long steps, CancellationToken cancellationToken);

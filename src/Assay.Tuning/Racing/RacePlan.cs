using System.Collections.Immutable;

namespace Assay.Tuning.Racing;

/// <summary>How fast this machine trains, as measured on the default.</summary>
/// <param name="SecondsPerToken">Of training.</param>
/// <param name="SecondsPerEvaluation">Of going through all that is held out.</param>
/// <param name="SecondsPerStart">Of opening the model and taking up a checkpoint.</param>
public sealed record RacePace(double SecondsPerToken, double SecondsPerEvaluation, double SecondsPerStart);

/// <summary>One round of a race: all who are left are trained up to a share of their steps and compared.</summary>
/// <param name="Share">The share, above 0 to 1.</param>
/// <param name="Keep">How many go on, the default aside.</param>
public sealed record RaceRung(double Share, int Keep);

/// <summary>How a race goes: fixed before it, so that the same plan has the same winner on any machine.</summary>
/// <param name="Candidates">How many take part, the default included; the first of the list.</param>
/// <param name="Rungs">The rounds, shares growing; empty where the budget allows no comparison.</param>
/// <param name="Pace">The speed that it was planned with.</param>
/// <param name="ExpectedSeconds">Time that it should take.</param>
public sealed record RacePlan(int Candidates, ImmutableArray<RaceRung> Rungs, RacePace Pace, double ExpectedSeconds);

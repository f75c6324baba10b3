using System.Collections.Immutable;

namespace Assay.FineTuning;

/// <summary>A training on some of the examples.</summary>
/// <param name="Share">Of all examples.</param>
/// <param name="Examples">How many.</param>
/// <param name="Seconds">Time that training took.</param>
/// <param name="Scores">What it scored on each held-out item, in [0, 1], by the item's id.</param>
public sealed record PilotRun(double Share, int Examples, double Seconds, ImmutableSortedDictionary<string, double> Scores);

/// <summary>What is to be expected of a training on more examples than the pilot's.</summary>
/// <param name="Times">How often as many as there are.</param>
/// <param name="Examples">How many.</param>
/// <param name="Score">Expected score.</param>
/// <param name="Low">Lower end of its 95% interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Chance">Probability that it beats the rival.</param>
/// <param name="Gain">Expected score less the rival's.</param>
/// <param name="GainLow">Lower end of its 95% interval.</param>
/// <param name="GainHigh">Upper end.</param>
/// <param name="Seconds">Time that it takes.</param>
/// <param name="CostUsd">Price of the time; null where none is stated.</param>
public sealed record PilotOutlook(double Times, int Examples, double Score, double Low, double High, double Chance, double Gain, double GainLow, double GainHigh, double Seconds, decimal? CostUsd);

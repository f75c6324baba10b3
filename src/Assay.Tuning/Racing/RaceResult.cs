using System.Collections.Immutable;

namespace Assay.Tuning.Racing;

/// <summary>How much better than the default a candidate is on the same held-out items.</summary>
/// <param name="Mean">The default's mean loss less the candidate's: above 0 where the candidate is better.</param>
/// <param name="Low">Lower end of the 95% interval, which allows for the best of all having been picked.</param>
/// <param name="High">Upper end.</param>
/// <param name="Items">Held-out items.</param>
public sealed record RaceGain(double Mean, double Low, double High, int Items)
{
    /// <summary>Whether more than chance speaks for the candidate.</summary>
    public bool IsClear => Low > 0;
}

/// <summary>What a search found.</summary>
/// <param name="Winner">How to train.</param>
/// <param name="Best">The best candidate beside the default; null where none was compared.</param>
/// <param name="Gain">What the best one gains over the default; null where that cannot be said.</param>
/// <param name="Share">The share of all steps at which they were compared; 0 where nothing was.</param>
/// <param name="Reason">Why this is the winner, in a sentence.</param>
public sealed record RaceResult(RaceCandidate Winner, RaceCandidate? Best, RaceGain? Gain, double Share, string Reason)
{
    /// <summary>The plan as it was carried out: what a replay needs.</summary>
    public required RacePlan Plan { get; init; }

    /// <summary>All that was measured, in order.</summary>
    public required ImmutableArray<RaceMeasurement> Measurements { get; init; }

    /// <summary>Time that the search took, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>What that costs; null where the price of an hour is not known.</summary>
    public decimal? Cost { get; init; }
}

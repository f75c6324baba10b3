using System.Collections.Immutable;

namespace Assay.Decisions.Costs;

/// <summary>How sure costs are.</summary>
/// <param name="Draws">Draws made.</param>
/// <param name="Months">The horizon.</param>
/// <param name="Seed">What the draws began with.</param>
/// <param name="Arms">Each arm, in the order given.</param>
/// <param name="Crossovers">Each pair of arms: the first as incumbent, the second as challenger.</param>
/// <param name="Curve">Total cost over the horizon by volume.</param>
/// <param name="Tornado">What matters most, first: the cost of each arm with one quantity at its ends and all others at their likeliest values.</param>
public sealed record SimulationResult(
    int Draws, int Months, ulong Seed, ImmutableArray<ArmSimulation> Arms, ImmutableArray<CrossoverDistribution> Crossovers, ImmutableArray<VolumePoint> Curve, ImmutableArray<TornadoBar> Tornado);

/// <summary>One arm over all draws.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Total">Total cost over the horizon.</param>
/// <param name="Cumulative">Cost until the end of each month, the first month first.</param>
/// <param name="CheapestShare">Share of the draws in which no other arm costs less; where several cost the same, each has its part.</param>
public sealed record ArmSimulation(string Arm, CostBand Total, ImmutableArray<CostBand> Cumulative, double CheapestShare);

/// <summary>The crossover volume of two arms over all draws.</summary>
/// <param name="Incumbent">The arm that stands.</param>
/// <param name="Challenger">The arm that may be cheaper.</param>
/// <param name="Volume">Questions a month at which both cost the same, among the draws that have such a volume and in which the challenger is cheaper above it; null where there is none.</param>
/// <param name="Above">Share of the draws in which the challenger is cheaper above a volume.</param>
/// <param name="Below">Share in which it is cheaper below a volume.</param>
/// <param name="Always">Share in which it is cheaper at every volume.</param>
/// <param name="Never">Share in which it is cheaper at none, ties included.</param>
public sealed record CrossoverDistribution(string Incumbent, string Challenger, CostBand? Volume, double Above, double Below, double Always, double Never);

/// <summary>Total cost over the horizon at one volume.</summary>
/// <param name="QueriesPerMonth">The volume.</param>
/// <param name="Arms">The band of each arm, in their order.</param>
public sealed record VolumePoint(double QueriesPerMonth, ImmutableArray<CostBand> Arms);

/// <summary>What one quantity does to the total cost of one arm.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Quantity">The quantity.</param>
/// <param name="Range">Its range.</param>
/// <param name="AtLow">Total with it at its lowest value.</param>
/// <param name="AtHigh">Total with it at its highest value.</param>
/// <param name="Source">Where its range comes from.</param>
public sealed record TornadoBar(string Arm, string Quantity, CostRange Range, decimal AtLow, decimal AtHigh, string Source)
{
    /// <summary>How far the ends lie apart.</summary>
    public decimal Swing => Math.Abs(AtHigh - AtLow);
}

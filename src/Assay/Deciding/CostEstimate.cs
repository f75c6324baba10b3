using System.Collections.Immutable;
using Assay.Decisions.Costs;

namespace Assay.Deciding;

/// <summary>What the arms cost over the horizon.</summary>
/// <param name="Currency">ISO code of every amount.</param>
/// <param name="Months">The horizon.</param>
/// <param name="QueriesPerMonth">Questions a month that the totals are for; null where none are stated, and then totals hold no question.</param>
/// <param name="Arms">Each arm at the likeliest values, line by line with the working.</param>
/// <param name="Simulation">How sure the totals are, cost over volume, what matters most.</param>
/// <param name="Crossovers">Where one arm becomes cheaper than another at the likeliest values, with the parts of the formula.</param>
public sealed record CostEstimate(
    string Currency, int Months, long? QueriesPerMonth, ImmutableArray<CostBreakdown> Arms, SimulationResult Simulation, ImmutableArray<Crossover> Crossovers);

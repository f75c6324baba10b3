using System.Collections.Immutable;

namespace Assay.Decisions.Costs;

/// <summary>How costs are drawn.</summary>
public sealed record SimulationOptions
{
    /// <summary>Most draws.</summary>
    public const int MostDraws = 1_000_000;

    /// <summary>Draws; 100 to 1,000,000.</summary>
    /// <value>10,000</value>
    public int Draws { get; init; } = 10_000;

    /// <summary>The horizon in months; 1 to 600.</summary>
    /// <value>24</value>
    public int Months { get; init; } = 24;

    /// <summary>The same seed draws the same numbers, whatever the machine.</summary>
    /// <value>1</value>
    public ulong Seed { get; init; } = 1;

    /// <summary>Questions a month at which the cost curve is computed. Empty: from a hundredth to a hundred times the stated volume, or from 1,000 to 10,000,000 where none is stated.</summary>
    public ImmutableArray<double> Volumes { get; init; } = [];
}

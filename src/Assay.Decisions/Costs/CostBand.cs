namespace Assay.Decisions.Costs;

/// <summary>Three percentiles of an amount over the draws, each a value that was drawn.</summary>
/// <param name="P10">One draw in ten is below.</param>
/// <param name="P50">Half of the draws are below.</param>
/// <param name="P90">Nine draws in ten are below.</param>
public readonly record struct CostBand(decimal P10, decimal P50, decimal P90);

namespace Assay.Decisions.Costs;

/// <summary>An amount that needs no formula: engineering, data preparation, people, a licence.</summary>
/// <param name="Group">What it is for.</param>
/// <param name="Timing">When it is due.</param>
/// <param name="Amount">How much, in the currency of the costs.</param>
public sealed record CostItem(CostGroup Group, CostTiming Timing, Quantity Amount);

namespace Assay.Decisions.Costs;

/// <summary>Which end of every range a cost is computed at.</summary>
public enum CostCase
{
    /// <summary>The likeliest values.</summary>
    Mode,

    /// <summary>Every quantity at the end at which the least is paid.</summary>
    Cheapest,

    /// <summary>Every quantity at the end at which the most is paid.</summary>
    Dearest,
}

namespace Assay.Decisions.Costs;

/// <summary>When an amount is due.</summary>
public enum CostTiming
{
    /// <summary>Once, before the first question.</summary>
    Once,

    /// <summary>Every month, whatever the number of questions.</summary>
    Monthly,

    /// <summary>For every question.</summary>
    PerQuery,
}

namespace Assay.Decisions.Verdicts;

/// <summary>By what the arms that meet the requirements are compared.</summary>
public enum DecisionBasis
{
    /// <summary>The mean score; among arms that do not differ by what matters, the cost.</summary>
    Quality,

    /// <summary>The expected total cost of a month, wrong answers included: their cost was stated.</summary>
    TotalCost,
}

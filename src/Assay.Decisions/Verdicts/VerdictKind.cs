namespace Assay.Decisions.Verdicts;

/// <summary>The four ways a comparison can end.</summary>
public enum VerdictKind
{
    /// <summary>One arm is better than every other that may be shipped.</summary>
    Ship,

    /// <summary>The leading arms do not differ by an amount that matters; the cheapest of them is named.</summary>
    NoDetectableDifference,

    /// <summary>The questions do not suffice to tell the leading arms apart.</summary>
    Undecided,

    /// <summary>No arm meets the stated requirements.</summary>
    NoneMeetsRequirements,
}

namespace Assay.Decisions.Rules;

/// <summary>How much a rule weighs. The odds of each are in the rule book.</summary>
public enum RuleStrength
{
    /// <summary>Barely worth mentioning alone.</summary>
    Weak,

    /// <summary>Positive evidence.</summary>
    Moderate,

    /// <summary>Strong evidence.</summary>
    Strong,

    /// <summary>Excludes, whatever else speaks for what it excludes.</summary>
    Hard,
}

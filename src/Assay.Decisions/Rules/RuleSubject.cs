namespace Assay.Decisions.Rules;

/// <summary>What a rule speaks of, and what a measured difference can answer better than it.</summary>
public enum RuleSubject
{
    /// <summary>How right answers are.</summary>
    Quality,

    /// <summary>What building and answers cost.</summary>
    Cost,

    /// <summary>How long answers take.</summary>
    Latency,

    /// <summary>What law, auditors or contracts demand.</summary>
    Compliance,

    /// <summary>What people must be able to do and have time for.</summary>
    Effort,
}

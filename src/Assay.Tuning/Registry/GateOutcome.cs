namespace Assay.Tuning.Registry;

/// <summary>What a gate says.</summary>
public enum GateOutcome
{
    /// <summary>The value is within the limit.</summary>
    Passed,

    /// <summary>It is not.</summary>
    Failed,

    /// <summary>There is no value to go by, which counts as failed.</summary>
    Missing,

    /// <summary>The project asks for nothing of the kind.</summary>
    NotApplicable,
}

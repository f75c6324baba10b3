namespace Assay.Tuning.Examples;

/// <summary>How grave a finding is.</summary>
public enum FindingSeverity
{
    /// <summary>Good to know.</summary>
    Note,

    /// <summary>Likely to spoil the training or its measurement.</summary>
    Warning,

    /// <summary>Training must not start.</summary>
    Error,
}

namespace Assay.Evaluation.Judging;

/// <summary>What a judge found about one claim.</summary>
public enum Verdict
{
    /// <summary>The texts do not say so: they are silent, or they say otherwise.</summary>
    Unsupported,

    /// <summary>The texts say so.</summary>
    Supported,

    /// <summary>The judge did not decide, or failed. Never counted as either of the others.</summary>
    Unknown,
}

namespace Assay.Decisions.Requirements;

/// <summary>What an invented answer does.</summary>
public enum Stakes
{
    /// <summary>It annoys.</summary>
    Low,

    /// <summary>It costs money or customers.</summary>
    Medium,

    /// <summary>It harms people or breaks the law: medicine, law, finance.</summary>
    High,
}

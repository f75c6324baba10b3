namespace Assay.Decisions.Rules;

/// <summary>Who runs the model.</summary>
public enum Hosting
{
    /// <summary>A vendor, behind an interface.</summary>
    Managed,

    /// <summary>The team, on machines of its own.</summary>
    SelfHosted,
}

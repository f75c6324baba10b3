namespace Assay.Decisions.Requirements;

/// <summary>Where questions and documents may go.</summary>
public enum DataResidency
{
    /// <summary>Anywhere.</summary>
    Any,

    /// <summary>Only to providers that keep them in the user's region.</summary>
    Region,

    /// <summary>Nowhere outside the user's own machines.</summary>
    SelfHosted,
}

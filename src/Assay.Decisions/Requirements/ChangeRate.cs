namespace Assay.Decisions.Requirements;

/// <summary>How often the documents of a product change.</summary>
public enum ChangeRate
{
    /// <summary>Written once.</summary>
    Never,

    /// <summary>About once a month.</summary>
    Monthly,

    /// <summary>About once a week.</summary>
    Weekly,

    /// <summary>About once a day.</summary>
    Daily,

    /// <summary>All the time.</summary>
    Continuous,
}

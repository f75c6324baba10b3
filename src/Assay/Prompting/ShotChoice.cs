namespace Assay.Prompting;

/// <summary>Which examples a prompt shows.</summary>
public enum ShotChoice
{
    /// <summary>The same for every question: those that stand for most of the others.</summary>
    Fixed,

    /// <summary>For every question those that are most like it and not too much like each other.</summary>
    Nearest,
}

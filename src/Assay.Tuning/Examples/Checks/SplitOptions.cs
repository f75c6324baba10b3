namespace Assay.Tuning.Examples.Checks;

/// <summary>How examples are split.</summary>
public sealed record SplitOptions
{
    /// <summary>Share of the examples that is held out.</summary>
    /// <value>Default 0.1; above 0, below 1.</value>
    public double HeldOutShare { get; init; } = 0.1;

    /// <summary>Which examples are held out.</summary>
    /// <value>Default 1.</value>
    public ulong Seed { get; init; } = 1;

    /// <summary>Keeps examples that quote the same of these documents on one side.</summary>
    /// <value>Empty by default: only the examples' own <c>documents</c>, <c>group</c> and <c>source</c> count.</value>
    public IReadOnlyList<SourceDocument> Documents { get; init; } = [];

    /// <summary>When examples count as near copies, which stay on one side.</summary>
    /// <value>The defaults.</value>
    public DuplicateOptions Duplicates { get; init; } = new();

    internal void Check()
    {
        if (!(HeldOutShare is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(HeldOutShare), HeldOutShare, "Above 0, below 1.");
        Duplicates.Check();
    }
}

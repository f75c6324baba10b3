namespace Assay.Sql;

/// <summary>What a query may take before it counts as failed.</summary>
public sealed record SqlLimits
{
    /// <summary>Longest time of one query.</summary>
    /// <value>Default 5 s; more than 0.</value>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Most rows of a result.</summary>
    /// <value>Default 10,000; 1 or more.</value>
    public int Rows { get; init; } = 10_000;
}

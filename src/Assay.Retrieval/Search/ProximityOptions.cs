namespace Assay.Retrieval.Search;

/// <summary>What two neighbouring terms of the query add to a chunk that holds them near each other (sequential dependence).</summary>
public sealed record ProximityOptions
{
    /// <summary>What a pair counts compared with a term; 0 turns the stage off; to 10.</summary>
    /// <value>0: on the six sets of the defaults it moves the mean by less than 0.001.</value>
    public double Weight { get; init; }

    /// <summary>Two terms are near when they are less than this many words apart, in any order; 2 to 16 (fields lie that far apart).</summary>
    /// <value>8.</value>
    public int Window { get; init; } = 8;

    /// <summary>Chunks looked at, the best ones; 1 to 10,000.</summary>
    /// <value>100.</value>
    public int Depth { get; init; } = 100;
}

namespace Assay.Numerics.Layers.Attention;

/// <summary>The steps of the way back through attention; each begins when the one before is done.</summary>
internal enum BackwardPass
{
    /// <summary>Queries and slopes of the results are laid out for the other two, tile by tile.</summary>
    Gather,

    /// <summary>Slopes along queries: a part is a tile of queries, which goes through its keys.</summary>
    Queries,

    /// <summary>Slopes along keys and values: a part is a block of keys, which goes through the queries that see it.</summary>
    Keys,
}

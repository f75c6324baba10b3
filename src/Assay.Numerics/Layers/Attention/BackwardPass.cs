namespace Assay.Numerics.Layers.Attention;

/// <summary>The steps of the way back through attention; each begins when the one before is done.</summary>
internal enum BackwardPass
{
    /// <summary>Slopes along keys and values, and what each piece of the keys gives to those along queries: a part is a piece of the keys, which goes through the queries that see it.</summary>
    Keys,

    /// <summary>Slopes along queries: a part is a tile of queries, which adds up what the pieces gave.</summary>
    Queries,
}

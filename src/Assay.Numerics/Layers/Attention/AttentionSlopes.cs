namespace Assay.Numerics.Layers.Attention;

/// <summary>Where the way back through attention puts its results; each lies as what it is the slope along.</summary>
/// <param name="query">Slopes along the queries: every row's heads are overwritten.</param>
/// <param name="key">Slopes along the keys: the heads of every position that it holds are overwritten, with zeros where no row sees it.</param>
/// <param name="value">Slopes along the values, alike; as long as <paramref name="key"/>.</param>
public readonly ref struct AttentionSlopes(Span<float> query, Span<float> key, Span<float> value)
{
    /// <summary>Slopes along the queries.</summary>
    public Span<float> Query { get; } = query;

    /// <summary>Slopes along the keys.</summary>
    public Span<float> Key { get; } = key;

    /// <summary>Slopes along the values.</summary>
    public Span<float> Value { get; } = value;
}

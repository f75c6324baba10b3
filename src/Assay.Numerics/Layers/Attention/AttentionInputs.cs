namespace Assay.Numerics.Layers.Attention;

/// <summary>What attention reads.</summary>
/// <param name="query">Queries, a row for each range.</param>
/// <param name="key">Keys, from position 0 on.</param>
/// <param name="value">Values, from position 0 on.</param>
/// <param name="ranges">The keys that each query row sees.</param>
public readonly ref struct AttentionInputs(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, ReadOnlySpan<KeyRange> ranges)
{
    /// <summary>Queries.</summary>
    public ReadOnlySpan<float> Query { get; } = query;

    /// <summary>Keys.</summary>
    public ReadOnlySpan<float> Key { get; } = key;

    /// <summary>Values.</summary>
    public ReadOnlySpan<float> Value { get; } = value;

    /// <summary>The keys that each query row sees.</summary>
    public ReadOnlySpan<KeyRange> Ranges { get; } = ranges;

    /// <summary>Checks that everything is there.</summary>
    internal void Check(in AttentionShape shape)
    {
        shape.Check();
        int keys = 0;
        foreach (KeyRange range in Ranges)
        {
            if (range.From < 0 || range.To < range.From) throw new ArgumentException($"A row cannot see keys {range.From} to {range.To}.");
            keys = Math.Max(keys, range.To);
        }

        shape.CheckRows("query", Query.Length, Ranges.Length, shape.QueryStride, shape.Heads);
        shape.CheckRows("key", Key.Length, keys, shape.KeyStride, shape.KvHeads);
        shape.CheckRows("value", Value.Length, keys, shape.KeyStride, shape.KvHeads);
    }
}

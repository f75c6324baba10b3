namespace Assay.Numerics.Layers.Attention;

/// <summary>How queries, keys, values and results lie, and what scores are multiplied with.</summary>
/// <param name="Heads">Query heads in a row; a multiple of <paramref name="KvHeads"/>. Head <c>h</c> uses the keys and values of head <c>h / (Heads / KvHeads)</c>.</param>
/// <param name="KvHeads">Heads of keys and values at a position, 1 or more.</param>
/// <param name="HeadDim">Values of a head, one after the other; 1 to 1024.</param>
/// <param name="QueryStride">Values from one query row to the next, as in <c>[rows, heads, head dim]</c> or a wider row that also holds keys and values.</param>
/// <param name="KeyStride">Values from one position to the next, of keys and of values.</param>
/// <param name="OutputStride">Values from one row of the results to the next.</param>
/// <param name="Scale">What scores are multiplied with, usually <c>1 / √head dim</c>.</param>
public readonly record struct AttentionShape(int Heads, int KvHeads, int HeadDim, int QueryStride, int KeyStride, int OutputStride, float Scale)
{
    /// <summary>Rows without gaps, and the usual scale.</summary>
    /// <param name="heads">Query heads.</param>
    /// <param name="kvHeads">Heads of keys and values.</param>
    /// <param name="headDim">Values of a head.</param>
    /// <returns>The shape.</returns>
    public static AttentionShape Dense(int heads, int kvHeads, int headDim) => new(heads, kvHeads, headDim, heads * headDim, kvHeads * headDim, heads * headDim, 1 / MathF.Sqrt(headDim));

    /// <summary>Query heads that share keys and values.</summary>
    internal int Group => Heads / KvHeads;

    /// <summary>Checks the numbers by themselves.</summary>
    internal void Check()
    {
        if (KvHeads < 1 || Heads < 1 || Heads % KvHeads != 0 || HeadDim is < 1 or > 1024)
            throw new ArgumentException($"{Heads} heads on {KvHeads} of keys and values, with {HeadDim} values each: heads must be a multiple of key heads, and have 1 to 1024 values.");
        if (QueryStride < (long)Heads * HeadDim || OutputStride < (long)Heads * HeadDim || KeyStride < (long)KvHeads * HeadDim)
            throw new ArgumentException($"Rows {QueryStride}, {KeyStride} and {OutputStride} values apart are too close for {Heads} and {KvHeads} heads of {HeadDim}.");
        if (!float.IsFinite(Scale)) throw new ArgumentException($"Scores cannot be multiplied with {Scale}.");
    }

    /// <summary>Whole rows in an array.</summary>
    internal int RowsIn(int length, int stride, int heads) => length < heads * HeadDim ? 0 : ((length - (heads * HeadDim)) / stride) + 1;

    /// <summary>Checks that an array holds a number of rows.</summary>
    internal void CheckRows(string name, long length, long rows, int stride, int heads)
    {
        long needed = rows == 0 ? 0 : ((rows - 1) * stride) + ((long)heads * HeadDim);
        if (length < needed) throw new ArgumentException($"{rows} rows of {name} need {needed} values; there are {length}.", name);
    }
}

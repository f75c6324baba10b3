namespace Assay.Numerics.Layers.Attention;

/// <summary>The usual masks as ranges of keys, one for each query row: causal, windowed, padded, block-diagonal. Every one of them lets a row see one unbroken range, and nothing else is needed.</summary>
public static class KeyRanges
{
    /// <summary>Decoders: each row sees itself and what is before it.</summary>
    /// <param name="ranges">Takes the ranges; one for each query row.</param>
    /// <param name="firstPosition">Position of the first row: the number of keys that were there before.</param>
    /// <param name="window">Keys that a row sees at most, itself included; 0 for all.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public static void Causal(Span<KeyRange> ranges, int firstPosition, int window = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstPosition);
        ArgumentOutOfRangeException.ThrowIfNegative(window);
        for (int row = 0; row < ranges.Length; row++)
        {
            int to = checked(firstPosition + row + 1);
            ranges[row] = new KeyRange(window == 0 ? 0 : Math.Max(0, to - window), to);
        }
    }

    /// <summary>Encoders: each row sees all, or what is at most <paramref name="reach"/> positions away on either side.</summary>
    /// <param name="ranges">Takes the ranges; one for each row.</param>
    /// <param name="reach">Positions to either side; 0 for all. ModernBERT's <c>local_attention</c> of 128 is a reach of 64.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public static void Bidirectional(Span<KeyRange> ranges, int reach = 0) => Block(ranges, 0, ranges.Length, causal: false, reach);

    /// <summary>Documents packed one after another: a row sees its own document only.</summary>
    /// <param name="ranges">Takes the ranges; rows beyond the last document see nothing.</param>
    /// <param name="lengths">Rows of each document; together at most as many as there are ranges.</param>
    /// <param name="causal">Whether a row sees only what is before it, and itself.</param>
    /// <param name="window">When causal: keys that a row sees at most, itself included. Otherwise: positions to either side. 0 for all.</param>
    /// <exception cref="ArgumentException">A number is negative, or the documents do not fit.</exception>
    public static void Documents(Span<KeyRange> ranges, ReadOnlySpan<int> lengths, bool causal, int window = 0)
    {
        int start = 0;
        foreach (int length in lengths)
        {
            if (length < 0 || length > ranges.Length - start) throw new ArgumentException($"A document of {length} rows does not fit at row {start} of {ranges.Length}.", nameof(lengths));
            Block(ranges.Slice(start, length), start, length, causal, window);
            start += length;
        }

        ranges[start..].Clear();
    }

    /// <summary>Sequences padded to one length: a row sees its own sequence, padding sees nothing and is not seen.</summary>
    /// <param name="ranges">Takes the ranges, <c>[batch, seq]</c>.</param>
    /// <param name="lengths">Rows of each sequence that are not padding, <c>[batch]</c>; they come first.</param>
    /// <param name="causal">Whether a row sees only what is before it, and itself.</param>
    /// <param name="window">As in <see cref="Documents"/>.</param>
    /// <exception cref="ArgumentException">A number is negative or greater than the padded length.</exception>
    public static void Padded(Span<KeyRange> ranges, ReadOnlySpan<int> lengths, bool causal, int window = 0)
    {
        if (lengths.IsEmpty ? ranges.Length != 0 : ranges.Length % lengths.Length != 0) throw new ArgumentException($"{ranges.Length} rows are not {lengths.Length} sequences of one length.", nameof(ranges));
        int seq = lengths.IsEmpty ? 0 : ranges.Length / lengths.Length;
        for (int i = 0; i < lengths.Length; i++)
        {
            if (lengths[i] < 0 || lengths[i] > seq) throw new ArgumentException($"A sequence of {lengths[i]} rows does not fit into {seq}.", nameof(lengths));
            Span<KeyRange> own = ranges.Slice(i * seq, seq);
            Block(own[..lengths[i]], i * seq, lengths[i], causal, window);
            own[lengths[i]..].Clear();
        }
    }

    private static void Block(Span<KeyRange> ranges, int start, int length, bool causal, int window)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(window);
        for (int row = 0; row < length; row++)
        {
            int before = window == 0 ? row : Math.Min(row, causal ? window - 1 : window), after = causal ? 0 : window == 0 ? length - 1 - row : Math.Min(length - 1 - row, window);
            ranges[row] = new KeyRange(start + row - before, start + row + after + 1);
        }
    }
}

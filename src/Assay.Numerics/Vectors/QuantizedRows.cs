using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Assay.Numerics.Memory;

namespace Assay.Numerics.Vectors;

/// <summary>
/// Vectors of one dimension as 8-bit values with a scale each, in native memory: a quarter of the bytes of floats, which is what a search reads.
/// A row's score is the inner product of its rounded values with the query, to about three digits for unit vectors.
/// </summary>
/// <remarks>
/// A row starts at a cache line and is padded with zeros to whole lines. Reading is safe from any number of threads while nobody writes.
/// </remarks>
public sealed unsafe class QuantizedRows : IDisposable
{
    /// <summary>Largest dimension: sums of products stay within 32 bits with at least 10 bits for the query.</summary>
    public const int MaxDimension = 16_384;

    /// <summary>Most rows that <see cref="Above"/> looks at in one call.</summary>
    public const int MaxBlock = 1024;

    // Far enough that a row has arrived when its turn comes: about as many lines as the processor can wait for at once.
    private const int LinesAhead = 32;

    // A sequential read is announced this many bytes ahead, across the page boundaries at which the processor's own prefetcher stops.
    private const int BytesAhead = 4096;

    private readonly AlignedBlock<sbyte> values = new(0);
    private readonly AlignedBlock<float> scales = new(0);
    private readonly int rowsAhead;

    /// <summary>Makes an empty set of rows.</summary>
    /// <param name="dimension">Values of a row; 1 to <see cref="MaxDimension"/>.</param>
    public QuantizedRows(int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimension, MaxDimension);
        Dimension = dimension;
        Stride = StrideOf(dimension);
        rowsAhead = Math.Max(1, LinesAhead * Cache.Line / Stride);
    }

    /// <summary>Values of a row.</summary>
    public int Dimension { get; }

    /// <summary>Number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes from one row to the next.</summary>
    public int Stride { get; }

    /// <summary>Adds a row at the end.</summary>
    /// <param name="x">Its <see cref="Dimension"/> finite values.</param>
    /// <returns>Its number.</returns>
    /// <exception cref="ArgumentException">The length is wrong or a value is not finite; nothing was added.</exception>
    public int Add(ReadOnlySpan<float> x)
    {
        if (x.Length != Dimension) throw new ArgumentException($"A row has {Dimension} values, not {x.Length}.", nameof(x));
        Reserve(Count + 1);
        scales.Span(Count, 1)[0] = Int8Quantizer.Quantize(x, values.Span((long)Count * Stride, Dimension));
        return Count++;
    }

    /// <summary>Makes room, so that rows can be added without moving those there are.</summary>
    /// <param name="count">Rows in all.</param>
    public void Reserve(int count)
    {
        if (count <= scales.Length) return;
        long capacity = Math.Max(count, Math.Min(int.MaxValue, Math.Max(64, scales.Length + (scales.Length / 2))));
        values.Resize(capacity * Stride);
        scales.Resize(capacity);
    }

    /// <summary>The rounded values of a row.</summary>
    /// <param name="row">Its number.</param>
    /// <returns>A view; valid until rows are added.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<sbyte> Values(int row) => values.Span(Offset(row), Dimension);

    /// <summary>What one step of a row's values stands for.</summary>
    /// <param name="row">Its number.</param>
    /// <returns>0 or more.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public float Scale(int row) => scales.Span(Offset(row) / Stride, 1)[0];

    /// <summary>Scores of consecutive rows.</summary>
    /// <param name="query">The query.</param>
    /// <param name="start">First row.</param>
    /// <param name="scores">Receives the inner product of the query with row <paramref name="start"/> and those that follow.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rows are not all there.</exception>
    /// <exception cref="ArgumentException">The query is of another dimension.</exception>
    public void Score(QuantizedQuery query, int start, Span<float> scores)
    {
        Check(query, start, scores.Length);
        ref short q = ref Unsafe.AsRef<short>(query.Values);
        sbyte* row = values.Pointer + ((long)start * Stride);
        float* scale = scales.Pointer + start;
        int i = 0;
        if (FourRows.IsSupported)
        {
            Vector128<float> step = Vector128.Create(query.Scale);
            for (; i <= scores.Length - 4; i += 4, row += 4L * Stride)
            {
                Cache.Prefetch(row + BytesAhead, 4 * (nint)Stride);
                (Vector128.ConvertToSingle(FourRows.Dot(query.Values, row, Stride)) * (step * Vector128.Load(scale + i))).CopyTo(scores[i..]);
            }
        }

        for (; i < scores.Length; i++, row += Stride)
        {
            Cache.Prefetch(row + BytesAhead, Stride);
            scores[i] = DotProduct.Int8(ref q, ref Unsafe.AsRef<sbyte>(row), Stride) * (query.Scale * scale[i]);
        }
    }

    /// <summary>Scores of listed rows, each fetched into the cache while those before it are computed.</summary>
    /// <param name="query">The query.</param>
    /// <param name="rows">Numbers of rows, in any order.</param>
    /// <param name="scores">Receives the score of each; as long as <paramref name="rows"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A row is not there.</exception>
    /// <exception cref="ArgumentException">The query is of another dimension, or the lengths differ.</exception>
    public void Score(QuantizedQuery query, ReadOnlySpan<int> rows, Span<float> scores)
    {
        if (rows.Length != scores.Length) throw new ArgumentException($"{rows.Length} rows do not give {scores.Length} scores.", nameof(scores));
        Check(query, 0, 0);
        ref short q = ref Unsafe.AsRef<short>(query.Values);
        sbyte* first = values.Pointer;
        float* scale = scales.Pointer;
        for (int i = 0; i < Math.Min(rowsAhead, rows.Length); i++) Prefetch(first, scale, rows[i]);
        for (int i = 0; i < rows.Length; i++)
        {
            if (i + rowsAhead < rows.Length) Prefetch(first, scale, rows[i + rowsAhead]);
            int row = rows[i];
            if ((uint)row >= (uint)Count) ThrowNoRow(row);
            scores[i] = DotProduct.Int8(ref q, ref Unsafe.AsRef<sbyte>(first + ((long)row * Stride)), Stride) * (query.Scale * scale[row]);
        }
    }

    /// <summary>Those of consecutive rows whose score reaches a threshold: what a scan for the best needs of each block.</summary>
    /// <param name="query">The query.</param>
    /// <param name="start">First row.</param>
    /// <param name="count">Number of rows; at most <see cref="MaxBlock"/>.</param>
    /// <param name="threshold">Smallest score wanted.</param>
    /// <param name="hits">Receives the numbers and scores of such rows in ascending order; at least <paramref name="count"/> long.</param>
    /// <returns>How many there are.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rows are not all there or too many.</exception>
    /// <exception cref="ArgumentException">The query is of another dimension or there is too little room.</exception>
    public int Above(QuantizedQuery query, int start, int count, float threshold, Span<ScoredRow> hits)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxBlock);
        if (hits.Length < count) throw new ArgumentException($"{hits.Length} places for up to {count} rows.", nameof(hits));
        Check(query, start, count);
        Span<float> scores = stackalloc float[MaxBlock];
        scores = scores[..count];
        Score(query, start, scores);
        int found = 0, i = 0, width = Vector512<float>.Count;
        ref float reference = ref MemoryMarshal.GetReference(scores);
        for (; i <= count - width; i += width)
        {
            ulong mask = Vector512.GreaterThanOrEqual(Vector512.LoadUnsafe(ref reference, (nuint)i), Vector512.Create(threshold)).ExtractMostSignificantBits();
            for (; mask != 0; mask &= mask - 1)
            {
                int at = i + System.Numerics.BitOperations.TrailingZeroCount(mask);
                hits[found++] = new ScoredRow(start + at, scores[at]);
            }
        }

        for (; i < count; i++)
        {
            if (scores[i] >= threshold) hits[found++] = new ScoredRow(start + i, scores[i]);
        }

        return found;
    }

    /// <summary>Whether one of the listed rows is nearer to the query than a bound; stops at the first.</summary>
    /// <param name="query">The query.</param>
    /// <param name="rows">Numbers of rows.</param>
    /// <param name="bound">The score to exceed.</param>
    /// <returns>Whether a score is larger than <paramref name="bound"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A row is not there.</exception>
    /// <exception cref="ArgumentException">The query is of another dimension.</exception>
    public bool AnyAbove(QuantizedQuery query, ReadOnlySpan<int> rows, float bound)
    {
        Check(query, 0, 0);
        ref short q = ref Unsafe.AsRef<short>(query.Values);
        sbyte* first = values.Pointer;
        float* scale = scales.Pointer;
        foreach (int row in rows)
        {
            if ((uint)row >= (uint)Count) ThrowNoRow(row);
            if (DotProduct.Int8(ref q, ref Unsafe.AsRef<sbyte>(first + ((long)row * Stride)), Stride) * (query.Scale * scale[row]) > bound) return true;
        }

        return false;
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        values.Dispose();
        scales.Dispose();
        Count = 0;
    }

    /// <summary>Bytes a row takes: its dimension in whole cache lines.</summary>
    internal static int StrideOf(int dimension) => (dimension + Cache.Line - 1) / Cache.Line * Cache.Line;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Prefetch(sbyte* first, float* scale, int row)
    {
        // An unknown row is reported when its turn comes; a hint does no harm.
        Cache.Prefetch(first + ((long)row * Stride), Stride);
        Cache.Prefetch(scale + row, 1);
    }

    private long Offset(int row)
    {
        if ((uint)row >= (uint)Count) ThrowNoRow(row);
        return (long)row * Stride;
    }

    private void Check(QuantizedQuery query, int start, int count)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Dimension != Dimension) throw new ArgumentException($"A query of {query.Dimension} values cannot be compared with rows of {Dimension}.", nameof(query));
        if (start < 0 || count < 0 || start > Count - count) throw new ArgumentOutOfRangeException(nameof(start), $"{count} rows from {start} are not among the {Count} rows.");
    }

    private void ThrowNoRow(int row) => throw new ArgumentOutOfRangeException(nameof(row), $"There is no row {row} among {Count}.");
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Assay.Numerics.Vectors;

/// <summary>
/// A query made ready for <see cref="QuantizedRows"/>: 16-bit values, so that only the rows are rounded to 8 bits. Reused from search to search; not safe
/// for concurrent use.
/// </summary>
public sealed unsafe class QuantizedQuery
{
    private const int LargestValue = 16383;

    private readonly short[] memory;
    private readonly int padding;

    /// <summary>Makes room for queries.</summary>
    /// <param name="dimension">Values of a query; 1 or more.</param>
    public QuantizedQuery(int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        Dimension = dimension;
        Stride = QuantizedRows.StrideOf(dimension);

        // The collector does not move it, so that an offset keeps it aligned.
        memory = GC.AllocateArray<short>(Stride + 32, pinned: true);
        padding = (int)((64 - ((nint)Unsafe.AsPointer(ref memory[0]) & 63)) & 63) / sizeof(short);
    }

    /// <summary>Values of a query.</summary>
    public int Dimension { get; }

    /// <summary>What one step of a value stands for.</summary>
    public float Scale { get; private set; }

    internal int Stride { get; }

    internal short* Values => (short*)Unsafe.AsPointer(ref memory[padding]);

    /// <summary>Takes a query.</summary>
    /// <param name="x">Its <see cref="Dimension"/> finite values.</param>
    /// <exception cref="ArgumentException">The length is wrong or a value is not finite.</exception>
    public void Set(ReadOnlySpan<float> x)
    {
        if (x.Length != Dimension) throw new ArgumentException($"A query of {x.Length} values cannot be compared with rows of {Dimension}.", nameof(x));
        float largest = Int8Quantizer.LargestMagnitude(x);
        Span<short> values = memory.AsSpan(padding, Stride);
        values.Clear();
        // The widest range in which no sum of products can leave 32 bits.
        int range = Math.Min(LargestValue, int.MaxValue / (Int8Quantizer.Largest * Stride));
        Scale = largest / range;
        if (largest == 0) return;
        for (int i = 0; i < x.Length; i++) values[i] = (short)Math.Clamp((int)MathF.Round(x[i] / Scale), -range, range);
    }

    /// <summary>Takes a stored row as the query, as it is.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="row">Its number.</param>
    /// <exception cref="ArgumentException">The rows are of another dimension.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public void Set(QuantizedRows rows, int row)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Dimension != Dimension) throw new ArgumentException($"Rows of {rows.Dimension} values are no queries of {Dimension}.", nameof(rows));
        ReadOnlySpan<sbyte> source = rows.Values(row);
        Span<short> values = memory.AsSpan(padding, Stride);
        int i = 0;
        for (; i <= source.Length - Vector128<sbyte>.Count; i += Vector128<sbyte>.Count)
        {
            (Vector128<short> low, Vector128<short> high) = Vector128.Widen(Vector128.Create(source[i..]));
            low.CopyTo(values[i..]);
            high.CopyTo(values[(i + Vector128<short>.Count)..]);
        }

        for (; i < source.Length; i++) values[i] = source[i];
        Scale = rows.Scale(row);
    }
}

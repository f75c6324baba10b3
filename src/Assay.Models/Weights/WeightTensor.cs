using System.Collections.Immutable;
using Assay.Numerics.Memory;
using Assay.Numerics.Quantized;

namespace Assay.Models.Weights;

/// <summary>One tensor of a weight file: what it is, and its numbers without a copy or as floats.</summary>
/// <remarks>Reading is safe from any number of threads, and ends with the <see cref="WeightFile"/> it came from: whoever holds a span keeps that file, or this tensor, alive.</remarks>
public sealed class WeightTensor
{
    internal WeightTensor(string name, WeightType type, ImmutableArray<long> shape, TensorPlace place)
    {
        Name = name;
        Type = type;
        Shape = shape;
        (File, Region, Offset, LengthBytes) = place;
        RowLength = shape.Length == 0 ? 1 : shape[^1];
        Rows = 1;
        for (int i = 0; i < shape.Length - 1; i++) Rows *= shape[i];
    }

    /// <summary>Its name in the file.</summary>
    public string Name { get; }

    /// <summary>How its numbers are stored.</summary>
    public WeightType Type { get; }

    /// <summary>Its dimensions, row-major: the last one is contiguous. Empty for a single number.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>The file that holds it.</summary>
    public string File { get; }

    /// <summary>The mapped file, for kernels that work on the stored blocks: this tensor is <see cref="LengthBytes"/> bytes at <see cref="Offset"/>.</summary>
    public MemoryRegion Region { get; }

    /// <summary>Where its bytes begin in <see cref="Region"/>.</summary>
    public long Offset { get; }

    /// <summary>Its size in the file, in bytes.</summary>
    public long LengthBytes { get; }

    /// <summary>Product of all dimensions but the last; 1 for a vector or a single number.</summary>
    public long Rows { get; }

    /// <summary>The last dimension; 1 for a single number.</summary>
    public long RowLength { get; }

    /// <summary>Number of values.</summary>
    public long Count => Rows * RowLength;

    /// <summary>What groups of its bytes are multiplied with, where it is stored so, see docs/models/int8.md; null for any other tensor.</summary>
    public WeightTensor? Scales { get; private init; }

    /// <summary>How its blocks are laid out, for kernels that work on them; null when it is not stored in blocks that they know.</summary>
    public QuantizedFormat? Blocks => Scales is null ? WeightDecoder.BlocksOf(Type) : ScaledBytes.AreBlocks(this) ? QuantizedFormat.Q8 : null;

    /// <summary>Whether it can be read as numbers.</summary>
    internal bool IsNumbers => Scales is not null || WeightDecoder.Knows(Type);

    /// <summary>How it is stored, for messages.</summary>
    internal string TypeName => Scales is null ? WeightLayout.Of(Type).Name : "I8 with scales";

    /// <summary>A part of the tensor as it is stored.</summary>
    /// <param name="offset">First byte within the tensor.</param>
    /// <param name="count">Number of bytes.</param>
    /// <returns>A view, not a copy; valid until the file is disposed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The part is not within the tensor.</exception>
    public ReadOnlySpan<byte> Bytes(long offset, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (offset > LengthBytes - count) throw new ArgumentOutOfRangeException(nameof(offset), $"{count} bytes at {offset} are not within the {LengthBytes} bytes of the tensor.");
        return Region.Slice<byte>(Offset + offset, count);
    }

    /// <summary>Reads whole rows as floats, whatever the tensor's type.</summary>
    /// <param name="firstRow">0 or more.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="values">Takes <c>count · RowLength</c> floats.</param>
    /// <exception cref="ArgumentException">The rows are not within the tensor, or <paramref name="values"/> has another length.</exception>
    /// <exception cref="ModelFormatException">The type cannot be read as numbers.</exception>
    public void ReadRows(long firstRow, int count, Span<float> values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstRow);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (firstRow > Rows - count) throw new ArgumentOutOfRangeException(nameof(firstRow), $"{count} rows from {firstRow} are not within the {Rows} rows of '{Name}'.");
        if (values.Length != count * RowLength) throw new ArgumentException($"{count} rows of {RowLength} values do not fit {values.Length} places.", nameof(values));
        Read(firstRow * RowLength, values);
    }

    /// <summary>Reads a run of values as floats; a run of quantized values begins and ends where blocks do.</summary>
    /// <param name="first">Index of the first value in row-major order.</param>
    /// <param name="values">Takes the values.</param>
    /// <exception cref="ArgumentException">The run is not within the tensor, or cuts a block.</exception>
    /// <exception cref="ModelFormatException">The type cannot be read as numbers.</exception>
    public void Read(long first, Span<float> values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        if (first > Count - values.Length) throw new ArgumentOutOfRangeException(nameof(first), $"{values.Length} values from {first} are not within the {Count} values of '{Name}'.");
        WeightLayout layout = WeightLayout.Of(Type);
        if (Scales is not null)
        {
            ScaledBytes.Decode(this, first, values);
            GC.KeepAlive(this);
            return;
        }

        if (first % layout.BlockLength != 0 || values.Length % layout.BlockLength != 0) throw new ArgumentException($"{values.Length} values from {first} cut a block of {layout.BlockLength}.", nameof(first));
        if (!WeightDecoder.TryDecode(Type, Region, Offset + layout.Bytes(first), values)) throw Unreadable();
        GC.KeepAlive(this);
    }

    /// <summary>The whole tensor as floats, for small ones: biases and norms.</summary>
    /// <returns>A new array in row-major order.</returns>
    /// <exception cref="ModelFormatException">The type cannot be read as numbers, or the tensor is too large for an array.</exception>
    public float[] ToArray()
    {
        if (Count > Array.MaxLength) throw new ModelFormatException(WeightFault.UnexpectedShape, File, Name, $"expected at most {Array.MaxLength} values in one piece, found {Count}.");
        float[] values = new float[Count];
        Read(0, values);
        return values;
    }

    /// <summary>Whole rows as weights of a model: like <see cref="ReadRows"/>, but every value has to be a number.</summary>
    /// <param name="firstRow">0 or more.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="values">Takes <c>count · RowLength</c> floats.</param>
    /// <exception cref="ArgumentException">The rows are not within the tensor, or <paramref name="values"/> has another length.</exception>
    /// <exception cref="ModelFormatException">A value is infinite or not a number, or the type cannot be read as numbers.</exception>
    public void ReadWeights(long firstRow, int count, Span<float> values)
    {
        ReadRows(firstRow, count, values);
        CheckFinite(firstRow * RowLength, values);
    }

    /// <summary>The whole tensor as weights of a model: like <see cref="ToArray"/>, but every value has to be a number.</summary>
    /// <returns>A new array in row-major order.</returns>
    /// <exception cref="ModelFormatException">A value is infinite or not a number, the type cannot be read as numbers, or the tensor is too large for an array.</exception>
    public float[] ToWeights()
    {
        float[] values = ToArray();
        CheckFinite(0, values);
        return values;
    }

    /// <summary>Whole rows of a tensor of sixteen bits as they are stored, every one of which has to be a number.</summary>
    /// <param name="firstRow">0 or more.</param>
    /// <param name="count">Number of rows.</param>
    /// <returns>A view, not a copy; valid until the file is disposed.</returns>
    /// <exception cref="InvalidOperationException">The tensor is neither F16 nor BF16.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rows are not within the tensor.</exception>
    /// <exception cref="ModelFormatException">A value is infinite or not a number.</exception>
    internal ReadOnlySpan<ushort> HalfWeights(long firstRow, int count)
    {
        if (Type is not (WeightType.F16 or WeightType.BF16)) throw new InvalidOperationException($"'{Name}' is {WeightLayout.Of(Type).Name}, not F16 or BF16.");
        ArgumentOutOfRangeException.ThrowIfNegative(firstRow);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (firstRow > Rows - count) throw new ArgumentOutOfRangeException(nameof(firstRow), $"{count} rows from {firstRow} are not within the {Rows} rows of '{Name}'.");
        long first = firstRow * RowLength;
        ReadOnlySpan<ushort> bits = Region.Slice<ushort>(Offset + (first * sizeof(ushort)), checked((int)(count * RowLength)));
        int bad = WeightDecoder.IndexOfNotFinite(Type, bits);
        if (bad < 0) return bits;
        float[] value = new float[1];
        Read(first + bad, value);
        throw NotFinite(first + bad, value[0]);
    }

    /// <summary>The blocks of a row, of a tensor that has <see cref="Blocks"/>.</summary>
    /// <param name="row">The row.</param>
    /// <param name="room">As long as the blocks; written where they are not in one piece in the file.</param>
    /// <returns>A view of the file, valid until it is disposed, or <paramref name="room"/>.</returns>
    internal ReadOnlySpan<byte> RowBlocks(long row, Span<byte> room)
    {
        if (Scales is null) return Bytes(row * room.Length, room.Length);
        ScaledBytes.CopyBlocks(this, row, room);
        return room;
    }

    /// <summary>The same tensor with what its bytes are multiplied with.</summary>
    internal WeightTensor WithScales(WeightTensor scales) => new(Name, Type, Shape, new TensorPlace(File, Region, Offset, LengthBytes)) { Scales = scales };

    private void CheckFinite(long first, ReadOnlySpan<float> values)
    {
        int bad = WeightDecoder.IndexOfNotFinite(values);
        if (bad >= 0) throw NotFinite(first + bad, values[bad]);
    }

    private ModelFormatException NotFinite(long index, float value)
    {
        long[] place = new long[Shape.Length];
        long rest = index;
        for (int i = Shape.Length - 1; i >= 0; i--) (rest, place[i]) = Math.DivRem(rest, Shape[i]);
        return new ModelFormatException(WeightFault.NotFinite, File, Name, FormattableString.Invariant($"expected finite weights, found {value} at index {index} ([{string.Join(", ", place)}]). Training diverged or the file is damaged; take an earlier checkpoint or download it again."));
    }

    private ModelFormatException Unreadable() =>
        new(WeightFault.UnsupportedType, File, Name, $"expected numbers of type {WeightDecoder.Names}, found {WeightLayout.Of(Type).Name}. Convert the model to one of these types.");
}

/// <summary>Where a tensor's bytes are.</summary>
/// <param name="File">The file's path.</param>
/// <param name="Region">The mapped file.</param>
/// <param name="Offset">First byte in it.</param>
/// <param name="LengthBytes">Number of bytes.</param>
internal readonly record struct TensorPlace(string File, MemoryRegion Region, long Offset, long LengthBytes);

using System.Collections.Immutable;
using Assay.Numerics.Memory;

namespace Assay.Models.Weights;

/// <summary>Reads and checks the list of tensors of a GGUF file.</summary>
/// <param name="path">The file, for messages.</param>
/// <param name="region">Its bytes.</param>
/// <param name="cursor">Stands where the list begins.</param>
/// <param name="alignment">Offsets and the start of the data are multiples of it.</param>
internal sealed class GgufTensorTable(string path, MemoryRegion region, GgufCursor cursor, uint alignment)
{
    private sealed record Entry(string Name, WeightType Type, ImmutableArray<long> Shape, ulong Offset, long Bytes);

    /// <summary>Reads the list.</summary>
    /// <param name="count">How many tensors the file claims.</param>
    /// <returns>The tensors in the order of their bytes.</returns>
    /// <exception cref="ModelFormatException">One is impossible, outside the file, or overlaps another.</exception>
    public ImmutableArray<WeightTensor> Read(ulong count)
    {
        cursor.Require(count, 8 + 4 + 4 + 8, "the list of tensors");
        List<Entry> entries = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        for (ulong i = 0; i < count; i++)
        {
            Entry entry = ReadEntry();
            if (!names.Add(entry.Name)) throw Fail(WeightFault.InvalidHeaderDeserialization, entry.Name, "expected once, found twice. The file was written wrongly: convert the model again.");
            entries.Add(entry);
        }

        Int128 start = ((Int128)cursor.Position + alignment - 1) / alignment * alignment;
        Entry[] ordered = [.. entries.OrderBy(e => e.Offset).ThenBy(e => e.Bytes)];
        CheckPlaces(ordered, start);
        return [.. ordered.Select(e => new WeightTensor(e.Name, e.Type, e.Shape, new TensorPlace(path, region, (long)(start + e.Offset), e.Bytes)))];
    }

    private Entry ReadEntry()
    {
        string name = cursor.Text("the name of a tensor");
        if (System.Text.Encoding.UTF8.GetByteCount(name) > GgufFile.LongestTensorName) throw Fail(WeightFault.InvalidHeaderDeserialization, name, $"expected a name of at most {GgufFile.LongestTensorName} bytes. The file is damaged or was written wrongly.");
        uint dimensions = cursor.Next<uint>("a number of dimensions");
        if (dimensions > GgufFile.MaxDimensions) throw Fail(WeightFault.InvalidHeaderDeserialization, name, $"expected at most {GgufFile.MaxDimensions} dimensions, found {dimensions}. The file is damaged: download it again.");
        long[] shape = new long[dimensions];
        for (int i = shape.Length - 1; i >= 0; i--) shape[i] = Dimension(name);
        uint id = cursor.Next<uint>("the type of a tensor");
        ulong offset = cursor.Next<ulong>("the offset of a tensor");
        WeightLayout layout = WeightLayout.FromGgml(id) ?? throw Fail(WeightFault.UnsupportedType, name, $"expected one of the types {WeightLayout.GgmlNames}, found ggml type {id}. Take another quantization of this model, for example Q8_0 or Q4_K_M.");
        return new(name, layout.Type, [.. shape], offset, Bytes(name, layout, shape));
    }

    private long Dimension(string name)
    {
        ulong dimension = cursor.Next<ulong>("a dimension");
        return dimension <= long.MaxValue ? (long)dimension : throw Fail(WeightFault.ValidationOverflow, name, $"expected a dimension below 2^63, found {dimension}. The file is damaged or hostile: do not use it.");
    }

    private long Bytes(string name, WeightLayout layout, long[] shape)
    {
        string text = string.Join(", ", shape);
        UInt128 count = 1;
        foreach (long dimension in shape)
        {
            // A zero counts as one here, so that an absurd dimension is refused also beside a zero.
            count *= (ulong)Math.Max(1, dimension);
            if (count > long.MaxValue / 8) throw Fail(WeightFault.ValidationOverflow, name, $"expected a shape whose bytes can be counted in 63 bits, found [{text}]. The file is damaged or hostile: do not use it.");
        }

        long row = shape.Length == 0 ? 1 : shape[^1];
        if (row % layout.BlockLength != 0) throw Fail(WeightFault.MisalignedSlice, name, $"shape [{text}] of {layout.Name}: expected rows of a multiple of {layout.BlockLength} values. The file was written wrongly: convert the model again.");
        return shape.Contains(0) ? 0 : layout.Bytes((long)count);
    }

    private void CheckPlaces(Entry[] ordered, Int128 start)
    {
        Int128 end = 0;
        foreach (Entry entry in ordered)
        {
            if (entry.Offset % alignment != 0) throw Fail(WeightFault.InvalidOffset, entry.Name, $"expected an offset that is a multiple of {alignment}, found {entry.Offset}. The file was written wrongly: convert the model again.");
            if (entry.Offset < end) throw Fail(WeightFault.InvalidOffset, entry.Name, $"overlaps the one before it: expected to begin at {end} or later, found {entry.Offset}. The file is damaged or hostile: do not use it.");
            end = (Int128)entry.Offset + entry.Bytes;
        }

        if (start + end > region.LengthBytes && ordered.Length > 0) throw new ModelFormatException(WeightFault.MetadataIncompleteBuffer, path, $"is truncated: header declares {start + end} bytes, file has {region.LengthBytes}. Delete it and download it again.");
    }

    private ModelFormatException Fail(WeightFault fault, string tensor, string message) => new(fault, path, tensor, message);
}

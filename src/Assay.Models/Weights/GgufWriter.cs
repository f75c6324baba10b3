using System.Text;
using Assay.Text;

namespace Assay.Models.Weights;

/// <summary>Writes GGUF files of version 3.</summary>
public static class GgufWriter
{
    /// <summary>Writes a file whole or not at all, tensors in the order given.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="values">What to say about the model, in this order; <c>general.architecture</c> is what readers look for first. <c>general.alignment</c>, a power of two, is obeyed.</param>
    /// <param name="tensors">The tensors; shapes row-major.</param>
    /// <exception cref="AssayException">The file cannot be written, or a value does not fit its type; the old file is untouched.</exception>
    /// <exception cref="ArgumentException">A key is taken twice, a name is empty, too long or taken twice, a type is not of this format, or a shape is impossible.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, GgufValue>> values, IEnumerable<TensorDraft> tensors)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(tensors);
        KeyValuePair<string, GgufValue>[] pairs = [.. values];
        TensorDraft[] drafts = [.. tensors];
        uint alignment = Alignment(pairs);
        Check(pairs, drafts);
        long[] sizes = [.. drafts.Select(t => t.CountBytes())];
        using MemoryStream head = new();
        using (BinaryWriter writer = new(head, Encoding.UTF8, leaveOpen: true)) WriteHead(writer, pairs, drafts, Offsets(sizes, alignment));
        WeightWriter.Write(path, stream =>
        {
            head.WriteTo(stream);
            WeightWriter.Pad(stream, head.Length, alignment, 0);
            for (int i = 0; i < drafts.Length; i++)
            {
                WeightWriter.Write(stream, drafts[i], sizes[i]);
                WeightWriter.Pad(stream, sizes[i], alignment, 0);
            }
        });
    }

    private static uint Alignment(KeyValuePair<string, GgufValue>[] values)
    {
        if (values.FirstOrDefault(v => v.Key == GgufFile.AlignmentKey).Value is not { } value) return GgufFile.DefaultAlignment;
        return value.Value is uint alignment && alignment is > 0 and <= 1 << 30 && (alignment & (alignment - 1)) == 0 ? alignment : throw new ArgumentException($"{GgufFile.AlignmentKey} = {value.Value} is not a power of two as a 32-bit unsigned number.", nameof(values));
    }

    private static void Check(KeyValuePair<string, GgufValue>[] values, TensorDraft[] tensors)
    {
        HashSet<string> keys = new(StringComparer.Ordinal), names = new(StringComparer.Ordinal);
        foreach ((string key, _) in values)
        {
            if (!keys.Add(key)) throw new ArgumentException($"The key '{key}' is there twice.", nameof(values));
        }

        foreach (TensorDraft tensor in tensors)
        {
            if (tensor.Name.Length == 0 || Encoding.UTF8.GetByteCount(tensor.Name) > GgufFile.LongestTensorName) throw new ArgumentException($"'{tensor.Name}' is no name for a tensor in GGUF, which takes 1 to {GgufFile.LongestTensorName} bytes.", nameof(tensors));
            if (!names.Add(tensor.Name)) throw new ArgumentException($"Two tensors are called '{tensor.Name}'.", nameof(tensors));
            if (tensor.Shape.Length > GgufFile.MaxDimensions) throw new ArgumentException($"Tensor '{tensor.Name}' has {tensor.Shape.Length} dimensions; GGUF takes {GgufFile.MaxDimensions}.", nameof(tensors));
            if (WeightLayout.Of(tensor.Type).GgmlId is null) throw new ArgumentException($"Tensor '{tensor.Name}': GGUF has no type {WeightLayout.Of(tensor.Type).Name}.", nameof(tensors));
        }
    }

    private static long[] Offsets(long[] sizes, uint alignment)
    {
        long[] offsets = new long[sizes.Length];
        for (int i = 1; i < sizes.Length; i++) offsets[i] = (offsets[i - 1] + sizes[i - 1] + alignment - 1) / alignment * alignment;
        return offsets;
    }

    private static void WriteHead(BinaryWriter writer, KeyValuePair<string, GgufValue>[] values, TensorDraft[] tensors, long[] offsets)
    {
        writer.Write(GgufFile.Magic);
        writer.Write(GgufFile.Version);
        writer.Write((ulong)tensors.Length);
        writer.Write((ulong)values.Length);
        foreach ((string key, GgufValue value) in values)
        {
            WriteText(writer, key);
            writer.Write((uint)value.Type);
            WriteValue(writer, value);
        }

        for (int i = 0; i < tensors.Length; i++)
        {
            WriteText(writer, tensors[i].Name);
            writer.Write((uint)tensors[i].Shape.Length);
            foreach (long dimension in tensors[i].Shape.Reverse()) writer.Write((ulong)dimension);
            writer.Write(WeightLayout.Of(tensors[i].Type).GgmlId!.Value);
            writer.Write((ulong)offsets[i]);
        }
    }

    private static void WriteText(BinaryWriter writer, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private static void WriteValue(BinaryWriter writer, GgufValue value)
    {
        if (value.Type != GgufType.Array)
        {
            WriteOne(writer, value.Type, value.Value);
            return;
        }

        Array elements = (Array)value.Value;
        writer.Write((uint)value.ElementType);
        writer.Write((ulong)elements.Length);
        foreach (object element in elements) WriteOne(writer, value.ElementType, element);
    }

    private static void WriteOne(BinaryWriter writer, GgufType type, object value)
    {
        switch (type)
        {
            case GgufType.U8: writer.Write((byte)value); break;
            case GgufType.I8: writer.Write((sbyte)value); break;
            case GgufType.U16: writer.Write((ushort)value); break;
            case GgufType.I16: writer.Write((short)value); break;
            case GgufType.U32: writer.Write((uint)value); break;
            case GgufType.I32: writer.Write((int)value); break;
            case GgufType.F32: writer.Write((float)value); break;
            case GgufType.Bool: writer.Write((bool)value); break;
            case GgufType.Text: WriteText(writer, (string)value); break;
            case GgufType.U64: writer.Write((ulong)value); break;
            case GgufType.I64: writer.Write((long)value); break;
            case GgufType.F64: writer.Write((double)value); break;
            default: WriteValue(writer, (GgufValue)value); break;
        }
    }
}

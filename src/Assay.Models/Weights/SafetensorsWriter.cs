using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Assay.Text;

namespace Assay.Models.Weights;

/// <summary>Writes safetensors files as the reference does: wide types first, then by name; the header padded with spaces to a multiple of 8.</summary>
public static class SafetensorsWriter
{
    /// <summary>Writes a file whole or not at all; the same tensors give the same bytes in whatever order they come.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="tensors">The tensors.</param>
    /// <param name="metadata">Text about the file; PyTorch's readers expect <c>format</c> = <c>pt</c>. Null for none.</param>
    /// <exception cref="AssayException">The file cannot be written, or a value does not fit its type; the old file is untouched.</exception>
    /// <exception cref="ArgumentException">A name is empty, taken twice or reserved, a type is not of this format, or a shape is impossible.</exception>
    public static void Write(string path, IEnumerable<TensorDraft> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensors);
        TensorDraft[] ordered = [.. tensors.OrderByDescending(t => t.Type).ThenBy(t => Encoding.UTF8.GetBytes(t.Name), ByteOrder.Instance)];
        CheckNames(ordered);
        long[] sizes = [.. ordered.Select(t => t.CountBytes())];
        byte[] header = Header(ordered, sizes, metadata);
        WeightWriter.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[SafetensorsReader.LengthBytes];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            stream.Write(length);
            stream.Write(header);
            for (int i = 0; i < ordered.Length; i++) WeightWriter.Write(stream, ordered[i], sizes[i]);
        });
    }

    private static void CheckNames(TensorDraft[] tensors)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (TensorDraft tensor in tensors)
        {
            if (tensor.Name.Length == 0 || tensor.Name == "__metadata__") throw new ArgumentException($"A tensor cannot be called '{tensor.Name}'.", nameof(tensors));
            if (!names.Add(tensor.Name)) throw new ArgumentException($"Two tensors are called '{tensor.Name}'.", nameof(tensors));
            if (!WeightLayout.Of(tensor.Type).InSafetensors) throw new ArgumentException($"Tensor '{tensor.Name}': safetensors has no type {WeightLayout.Of(tensor.Type).Name}.", nameof(tensors));
        }
    }

    private static byte[] Header(TensorDraft[] tensors, long[] sizes, IReadOnlyDictionary<string, string>? metadata)
    {
        ArrayBufferWriter<byte> text = new();
        using (Utf8JsonWriter json = new(text, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata is not null) WriteMetadata(json, metadata);
            long offset = 0;
            for (int i = 0; i < tensors.Length; i++)
            {
                WriteEntry(json, tensors[i], offset, offset + sizes[i]);
                offset += sizes[i];
            }

            json.WriteEndObject();
        }

        byte[] header = new byte[(text.WrittenCount + 7) / 8 * 8];
        if (header.Length > SafetensorsReader.LongestHeader) throw new ArgumentException($"The header of {tensors.Length} tensors would have {header.Length} bytes, more than the {SafetensorsReader.LongestHeader} that the format allows.", nameof(tensors));
        header.AsSpan().Fill((byte)' ');
        text.WrittenSpan.CopyTo(header);
        return header;
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject("__metadata__");
        foreach ((string key, string value) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal)) json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, TensorDraft tensor, long begin, long end)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", WeightLayout.Of(tensor.Type).Name);
        json.WriteStartArray("shape");
        foreach (long dimension in tensor.Shape) json.WriteNumberValue(dimension);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(begin);
        json.WriteNumberValue(end);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private sealed class ByteOrder : IComparer<byte[]>
    {
        public static readonly ByteOrder Instance = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}

using System.Collections.Immutable;
using System.Text.Json;

namespace Assay.Models.Weights;

/// <summary>What the header of a safetensors file says, before its offsets are checked.</summary>
/// <param name="Entries">The tensors, in the order of the header.</param>
/// <param name="Metadata">Text about the file.</param>
internal sealed record SafetensorsHeader(IReadOnlyList<SafetensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata);

/// <summary>One tensor of a header.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Shape">Its dimensions, row-major.</param>
/// <param name="Begin">First byte, from the end of the header.</param>
/// <param name="End">After its last byte.</param>
internal sealed record SafetensorsEntry(string Name, WeightType Type, ImmutableArray<ulong> Shape, ulong Begin, ulong End);

/// <summary>Reads the JSON of a safetensors header. Memory stays within a small multiple of the header's length, whatever it says.</summary>
/// <param name="path">The file, for messages.</param>
internal sealed class SafetensorsHeaderParser(string path)
{
    private const string MetadataKey = "__metadata__";
    private const int MaxDepth = 16;

    /// <summary>Reads a header.</summary>
    /// <param name="header">Valid UTF-8; spaces may follow the JSON.</param>
    /// <returns>Its content.</returns>
    /// <exception cref="ModelFormatException">It is not JSON, has duplicate keys, or not the fields it must have.</exception>
    public SafetensorsHeader Parse(ReadOnlySpan<byte> header)
    {
        try
        {
            Utf8JsonReader reader = new(header, new JsonReaderOptions { MaxDepth = MaxDepth });
            reader.Read();
            SafetensorsHeader content = ReadTop(ref reader);
            if (reader.Read()) throw Broken(null, "more after its end");
            return content;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            string reason = e is JsonException ? e.Message : "a string with half of a surrogate pair";
            throw Broken(null, $"other text ({reason.TrimEnd('.')})");
        }
    }

    private SafetensorsHeader ReadTop(ref Utf8JsonReader reader)
    {
        List<SafetensorsEntry> entries = [];
        Dictionary<string, string> metadata = new(StringComparer.Ordinal);
        HashSet<string> names = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            if (!names.Add(name)) throw Broken(name, "the name twice");
            reader.Read();
            if (name == MetadataKey) ReadMetadata(ref reader, metadata);
            else entries.Add(ReadEntry(ref reader, name));
        }

        return new(entries, metadata);
    }

    private void ReadMetadata(ref Utf8JsonReader reader, Dictionary<string, string> metadata)
    {
        if (reader.TokenType == JsonTokenType.Null) return;
        if (reader.TokenType != JsonTokenType.StartObject) throw Broken(MetadataKey, $"{reader.TokenType} where an object of strings is due");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.String) throw Broken(MetadataKey, $"{reader.TokenType} for '{ModelFormatException.Printable(key)}' where a string is due");
            if (!metadata.TryAdd(key, reader.GetString()!)) throw Broken(MetadataKey, $"the key '{ModelFormatException.Printable(key)}' twice");
        }
    }

    private SafetensorsEntry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw Broken(name, $"{reader.TokenType} where an object with dtype, shape and data_offsets is due");
        WeightType? type = null;
        ImmutableArray<ulong> shape = default, offsets = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("dtype"u8)) Once(ref type, ReadType(ref reader, name), name, "dtype");
            else if (reader.ValueTextEquals("shape"u8)) Once(ref shape, ReadNumbers(ref reader, name, "shape"), name, "shape");
            else if (reader.ValueTextEquals("data_offsets"u8)) Once(ref offsets, ReadNumbers(ref reader, name, "data_offsets"), name, "data_offsets");
            else reader.Skip();
        }

        if (type is null || shape.IsDefault || offsets.IsDefault) throw Broken(name, $"no {(type is null ? "dtype" : shape.IsDefault ? "shape" : "data_offsets")}");
        if (offsets.Length != 2) throw Broken(name, $"{offsets.Length} data_offsets where 2 are due");
        return new(name, type.Value, shape, offsets[0], offsets[1]);
    }

    private void Once<T>(ref T field, T value, string name, string key)
    {
        if (field is not null && !field.Equals(default(T))) throw Broken(name, $"{key} twice");
        field = value;
    }

    private WeightType? ReadType(ref Utf8JsonReader reader, string name)
    {
        reader.Read();
        string text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw Broken(name, $"{reader.TokenType} for dtype where a string is due");
        return WeightLayout.FromSafetensors(text)?.Type ?? throw Broken(name, $"the dtype '{ModelFormatException.Printable(text)}', which is none of {WeightLayout.SafetensorsNames}");
    }

    private ImmutableArray<ulong> ReadNumbers(ref Utf8JsonReader reader, string name, string key)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray) throw Broken(name, $"{reader.TokenType} for {key} where a list of numbers is due");
        List<ulong> numbers = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetUInt64(out ulong number)) throw Broken(name, $"something else in {key} than whole numbers from 0 to 2^64 - 1");
            numbers.Add(number);
        }

        return [.. numbers];
    }

    private ModelFormatException Broken(string? tensor, string found) =>
        new(WeightFault.InvalidHeaderDeserialization, path, tensor, (tensor is null ? "has a broken header: " : "") + $"expected the JSON of a safetensors header, found {found}. The file is damaged or was written wrongly: download or convert it again.");
}

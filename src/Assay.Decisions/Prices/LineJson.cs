using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Assay.Text;

namespace Assay.Decisions.Prices;

/// <summary>A value of a JSON file that knows its line.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Line">1-based line where it begins.</param>
/// <param name="Text">Text of a string; a number as written; empty otherwise.</param>
/// <param name="Members">Of an object, in their order.</param>
/// <param name="Items">Of an array.</param>
internal sealed record LineJson(JsonValueKind Kind, int Line, string Text, ImmutableArray<(string Name, LineJson Value)> Members, ImmutableArray<LineJson> Items)
{
    private const int MaxDepth = 16;
    private const int LongestBytes = 8 << 20;

    /// <summary>Parses a file strictly.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="bytes">Its content.</param>
    /// <returns>Its one value.</returns>
    /// <exception cref="InputException">It is no JSON, nested too deep, too long, or names a member twice.</exception>
    public static LineJson Parse(string path, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > LongestBytes) throw new InputException(new Problem(path, null, $"The file is longer than {LongestBytes >> 20} MiB. Expected a price file."));
        ReadOnlySpan<byte> text = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            reader.Read();
            var lines = new LineCounter();
            LineJson value = Value(path, text, ref reader, ref lines);
            reader.Read();
            return value;
        }
        catch (JsonException e)
        {
            int end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            throw new InputException(new Problem(path, (int?)e.LineNumber + 1, $"The file is not JSON: {(end < 0 ? e.Message : e.Message[..end]).TrimEnd('.')}."));
        }
        catch (InvalidOperationException)
        {
            throw new InputException(new Problem(path, null, "The file holds a string that is not text (half of a surrogate pair). Write it again."));
        }
    }

    private static LineJson Value(string path, ReadOnlySpan<byte> text, ref Utf8JsonReader reader, ref LineCounter lines)
    {
        int line = lines.At(text, reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return Object(path, text, ref reader, ref lines, line);
            case JsonTokenType.StartArray:
                ImmutableArray<LineJson>.Builder items = ImmutableArray.CreateBuilder<LineJson>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(Value(path, text, ref reader, ref lines));
                return new(JsonValueKind.Array, line, "", [], items.ToImmutable());
            case JsonTokenType.String:
                return new(JsonValueKind.String, line, reader.GetString()!, [], []);
            case JsonTokenType.Number:
                return new(JsonValueKind.Number, line, Encoding.UTF8.GetString(reader.ValueSpan), [], []);
            default:
                return new(reader.TokenType switch { JsonTokenType.True => JsonValueKind.True, JsonTokenType.False => JsonValueKind.False, _ => JsonValueKind.Null }, line, "", [], []);
        }
    }

    private static LineJson Object(string path, ReadOnlySpan<byte> text, ref Utf8JsonReader reader, ref LineCounter lines, int line)
    {
        ImmutableArray<(string, LineJson)>.Builder members = ImmutableArray.CreateBuilder<(string, LineJson)>();
        HashSet<string> names = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = reader.GetString()!;
            int at = lines.At(text, reader.TokenStartIndex);
            if (!names.Add(name)) throw new InputException(new Problem(path, at, $"'{name}' is there twice. Leave one of the two out."));
            reader.Read();
            members.Add((name, Value(path, text, ref reader, ref lines) with { Line = at }));
        }

        return new(JsonValueKind.Object, line, "", members.ToImmutable(), []);
    }

    private struct LineCounter
    {
        private int _line;
        private int _position;

        public int At(ReadOnlySpan<byte> text, long position)
        {
            for (; _position < position; _position++)
            {
                if (text[_position] == (byte)'\n') _line++;
            }

            return _line + 1;
        }
    }
}

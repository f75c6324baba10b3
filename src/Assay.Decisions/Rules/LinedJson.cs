using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Assay.Text;

namespace Assay.Decisions.Rules;

/// <summary>JSON that knows its lines, so that a mistake in a user's file is named by them.</summary>
/// <param name="Line">1-based line where the value begins.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The text of a string or number.</param>
/// <param name="Members">Members of an object, in order.</param>
/// <param name="Items">Items of an array.</param>
internal sealed record LinedJson(int Line, JsonValueKind Kind, string Text, ImmutableArray<(string Name, LinedJson Value)> Members, ImmutableArray<LinedJson> Items)
{
    private const int MaxDepth = 32;

    /// <summary>Parses a whole text.</summary>
    /// <exception cref="InputException">It is not JSON; says where.</exception>
    public static LinedJson Parse(byte[] utf8, string file)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Skip });
            var lines = new Lines(utf8);
            reader.Read();
            LinedJson value = Read(ref reader, lines, file);
            if (reader.Read()) throw new InputException(new Problem(file, lines.Of(reader.TokenStartIndex), "There is text after the end of the rule book. Delete it."));
            return value;
        }
        catch (JsonException e)
        {
            int end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            throw new InputException(new Problem(file, (int)(e.LineNumber ?? 0) + 1, $"This is not JSON: {(end < 0 ? e.Message : e.Message[..end])}"));
        }
        catch (InvalidOperationException)
        {
            throw new InputException(new Problem(file, null, "A string is not well-formed Unicode. Save the file as UTF-8."));
        }
    }

    private static LinedJson Read(ref Utf8JsonReader reader, Lines lines, string file)
    {
        int line = lines.Of(reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var members = ImmutableArray.CreateBuilder<(string, LinedJson)>();
                var names = new HashSet<string>(StringComparer.Ordinal);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    string name = reader.GetString()!;
                    if (!names.Add(name)) throw new InputException(new Problem(file, lines.Of(reader.TokenStartIndex), $"'{name}' stands twice. Keep one."));
                    reader.Read();
                    members.Add((name, Read(ref reader, lines, file)));
                }

                return new LinedJson(line, JsonValueKind.Object, "", members.ToImmutable(), []);
            case JsonTokenType.StartArray:
                var items = ImmutableArray.CreateBuilder<LinedJson>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(Read(ref reader, lines, file));
                return new LinedJson(line, JsonValueKind.Array, "", [], items.ToImmutable());
            case JsonTokenType.String:
                return new LinedJson(line, JsonValueKind.String, reader.GetString()!, [], []);
            case JsonTokenType.Number:
                return new LinedJson(line, JsonValueKind.Number, Encoding.UTF8.GetString(reader.ValueSpan), [], []);
            default:
                return new LinedJson(line, reader.TokenType == JsonTokenType.Null ? JsonValueKind.Null : JsonValueKind.True, reader.TokenType.ToString(), [], []);
        }
    }

    /// <summary>The value as a number.</summary>
    public double? Number => Kind == JsonValueKind.Number && double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;

    /// <summary>What it is, for messages.</summary>
    public string Found => Kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => $"'{(Text.Length > 60 ? Text[..60] + "…" : Text)}'",
        JsonValueKind.Number => Text,
        _ => Text.ToLowerInvariant(),
    };

    private sealed class Lines(byte[] utf8)
    {
        private long _at;
        private int _line = 1;

        public int Of(long index)
        {
            for (; _at < index; _at++)
            {
                if (utf8[_at] == '\n') _line++;
            }

            return _line;
        }
    }
}

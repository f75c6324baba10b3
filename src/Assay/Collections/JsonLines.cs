using System.Text.Json;
using Assay.Text;

namespace Assay.Collections;

/// <summary>Reads a file of one JSON object per line, a line at a time, and names the line of whatever is wrong.</summary>
internal static class JsonLines
{
    /// <summary>The objects of a file, in order; blank lines are passed over.</summary>
    /// <param name="path">The file; opened when the enumeration begins.</param>
    /// <returns>Each object with its 1-based line. An object is valid until the next one is asked for.</returns>
    /// <exception cref="InputException">A line is not a JSON object.</exception>
    public static IEnumerable<(int Line, JsonElement Value)> Read(string path)
    {
        int line = 0;
        foreach (string text in File.ReadLines(path))
        {
            line++;
            if (string.IsNullOrWhiteSpace(text)) continue;
            using JsonDocument document = Parse(path, line, text);
            yield return (line, document.RootElement);
        }
    }

    /// <summary>A field that must be there and be text (or a number, for ids that were written without quotes).</summary>
    /// <param name="path">File, for the message.</param>
    /// <param name="line">1-based line, for the message.</param>
    /// <param name="value">The object.</param>
    /// <param name="field">Name of the field.</param>
    /// <returns>The text; may be empty.</returns>
    /// <exception cref="InputException">The field is missing or something else.</exception>
    public static string Required(string path, int line, JsonElement value, string field) =>
        Optional(path, line, value, field)
        ?? throw new InputException(new Problem(path, line, $"expected the field \"{field}\"; found {Fields(value)}."));

    /// <summary>A field that may be missing or null.</summary>
    /// <param name="path">File, for the message.</param>
    /// <param name="line">1-based line, for the message.</param>
    /// <param name="value">The object.</param>
    /// <param name="field">Name of the field.</param>
    /// <returns>The text, or null where there is none.</returns>
    /// <exception cref="InputException">The field is neither text nor a number, or holds half a surrogate pair.</exception>
    public static string? Optional(string path, int line, JsonElement value, string field)
    {
        if (!value.TryGetProperty(field, out JsonElement found) || found.ValueKind == JsonValueKind.Null) return null;
        if (found.ValueKind == JsonValueKind.Number) return found.GetRawText();
        if (found.ValueKind != JsonValueKind.String)
        {
            throw new InputException(new Problem(path, line, $"expected text in \"{field}\"; found {found.ValueKind.ToString().ToLowerInvariant()}."));
        }

        try
        {
            return found.GetString();
        }
        catch (InvalidOperationException error)
        {
            throw new InputException(new Problem(path, line, $"the text in \"{field}\" is not valid Unicode: {error.Message}"));
        }
    }

    private static JsonDocument Parse(string path, int line, string text)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(text);
        }
        catch (JsonException error)
        {
            throw new InputException(new Problem(path, line, $"expected one JSON object per line; at byte {error.BytePositionInLine} of the line it cannot be read."));
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
        string kind = document.RootElement.ValueKind.ToString().ToLowerInvariant();
        document.Dispose();
        throw new InputException(new Problem(path, line, $"expected one JSON object per line; found {kind}."));
    }

    private static string Fields(JsonElement value)
    {
        string names = string.Join(", ", value.EnumerateObject().Select(p => $"\"{p.Name}\"").Take(8));
        return names.Length == 0 ? "an empty object" : names;
    }
}

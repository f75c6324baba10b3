using System.Text.Json;
using System.Text.Json.Nodes;

namespace Assay.Evaluation.Files;

/// <summary>Parses JSON that a user or a model wrote. Never throws on bad text, and what it returns can be read to the last string.</summary>
internal static class StrictJson
{
    /// <summary>Deepest nesting that is accepted; keeps every recursive reader of the result safe.</summary>
    public const int MaxDepth = 64;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Parses one JSON value with nothing but white space around it.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="node">The value; null for JSON <c>null</c> and on failure.</param>
    /// <param name="error">Why it is not acceptable JSON, without a final full stop; empty on success.</param>
    /// <returns>Whether <paramref name="text"/> is JSON without duplicate keys, nested at most 64 deep, with well-formed strings.</returns>
    public static bool TryParse(string text, out JsonNode? node, out string error)
    {
        try
        {
            node = JsonNode.Parse(text, nodeOptions: null, Strict);
            ReadStrings(node);
            error = "";
            return true;
        }
        catch (JsonException e)
        {
            error = Reason(e);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            error = "a string holds half of a surrogate pair";
        }

        node = null;
        return false;
    }

    // Strings are decoded on first use; doing it here keeps the exception in one place.
    private static void ReadStrings(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject record:
                foreach ((_, JsonNode? value) in record) ReadStrings(value);
                break;
            case JsonArray array:
                foreach (JsonNode? item in array) ReadStrings(item);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                _ = value.GetValue<string>();
                break;
        }
    }

    private static string Reason(JsonException e)
    {
        int end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        if (end < 0) end = e.Message.Length;
        string reason = e.Message[..end].TrimEnd('.', ' ');
        return e.BytePositionInLine is { } position ? $"{reason} (line {e.LineNumber + 1}, byte {position + 1})" : reason;
    }
}

using System.Collections.Immutable;
using System.Text.Json;

namespace Assay.Retrieval.Search.Expansion;

/// <summary>Reads a model's reply strictly: one JSON array of strings, alone or in a code fence. Anything else is a bad reply.</summary>
internal static class ExpansionReader
{
    /// <summary>Longest reply that is read, in characters.</summary>
    private const int LongestReply = 16_000;

    /// <summary>A longer array is no answer to what was asked.</summary>
    private const int MostStrings = 16;

    /// <summary>The texts in a reply.</summary>
    /// <returns>Texts on one line each, without the question itself and repeats; or what is wrong.</returns>
    public static (ImmutableArray<string> Texts, string? Problem) Read(QueryExpansion kind, string question, string reply)
    {
        if (reply.Length > LongestReply) return ([], "it is too long");
        if (Strings(Unfenced(reply)) is not { } strings) return ([], "it is not a JSON array of strings");
        if (strings.Count > MostStrings) return ([], "it has too many strings");
        (int most, int longest) = Bounds(kind);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { Line(question) };
        var texts = ImmutableArray.CreateBuilder<string>();
        foreach (string text in strings.Select(Line))
        {
            if (text.Length > longest) return ([], "one of its strings is too long");
            if (text.Any(char.IsLetterOrDigit) && texts.Count < most && seen.Add(text)) texts.Add(text);
        }

        // One part of a question with several is no decomposition.
        return (kind == QueryExpansion.Decompose && texts.Count < 2 ? [] : texts.ToImmutable(), null);
    }

    private static (int Most, int Longest) Bounds(QueryExpansion kind) => kind switch
    {
        QueryExpansion.MultiQuery => (3, 400),
        QueryExpansion.Hyde => (1, 3000),
        _ => (4, 400),
    };

    private static List<string>? Strings(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 4 });
            if (document.RootElement.ValueKind != JsonValueKind.Array) return null;
            var strings = new List<string>();
            foreach (JsonElement item in document.RootElement.EnumerateArray())
            {
                if (item.ValueKind != JsonValueKind.String) return null;
                strings.Add(item.GetString()!);
            }

            return strings;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or a string with half of a surrogate pair.
            return null;
        }
    }

    private static string Unfenced(string reply)
    {
        string text = reply.Trim();
        if (!text.StartsWith("```", StringComparison.Ordinal) || !text.EndsWith("```", StringComparison.Ordinal) || text.IndexOf('\n', StringComparison.Ordinal) is not (> 0 and var line)) return text;
        return text[..3] == "```" && text[3..line].Trim() is "" or "json" && text.Length - 3 > line ? text[line..^3] : text;
    }

    // Quotes would make phrases of a model's words; controls are white space.
    private static string Line(string text)
    {
        string plain = new([.. text.Select(c => char.IsControl(c) || c is '"' or '“' or '”' or '„' ? ' ' : c)]);
        return string.Join(' ', plain.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}

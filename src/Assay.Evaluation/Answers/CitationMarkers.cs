using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Assay.Evaluation.Answers;

/// <summary>Citation markers in answers: <c>[1]</c>, <c>[1][3]</c> or <c>[1, 3]</c>, where the number is the place of a passage in the prompt, from 1.</summary>
public static partial class CitationMarkers
{
    private const string CitationField = "citations";

    /// <summary>The passages a text cites, in order and with repeats.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>Numbers as written; those too large for an <see langword="int"/> become <see cref="int.MaxValue"/>.</returns>
    public static ImmutableArray<int> Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. Marker().Matches(text).SelectMany(m => m.Groups[1].Captures.Concat(m.Groups[2].Captures)).Select(c => ToNumber(c.Value))];
    }

    /// <summary>The passages a record cites: markers in any of its strings, and whole numbers in a field named <c>citations</c>.</summary>
    /// <param name="record">The answer.</param>
    /// <returns>Numbers, in the order of the fields.</returns>
    public static ImmutableArray<int> Find(JsonObject record)
    {
        ArgumentNullException.ThrowIfNull(record);
        ImmutableArray<int>.Builder found = ImmutableArray.CreateBuilder<int>();
        Collect(record, inCitations: false, found);
        return found.ToImmutable();
    }

    /// <summary>A text without its citation markers.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>The text with a space in place of each marker, trimmed when there was one.</returns>
    public static string Strip(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string stripped = Marker().Replace(text, " ");
        return stripped.Length == text.Length ? text : SpaceBeforePunctuation().Replace(stripped, "$1").Trim();
    }

    private static void Collect(JsonNode? node, bool inCitations, ImmutableArray<int>.Builder found)
    {
        switch (node)
        {
            case JsonObject record:
                foreach ((string name, JsonNode? value) in record) Collect(value, inCitations || name == CitationField, found);
                break;
            case JsonArray array:
                foreach (JsonNode? item in array) Collect(item, inCitations, found);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                found.AddRange(Find(value.GetValue<string>()));
                break;
            case JsonValue value when inCitations && value.GetValueKind() == JsonValueKind.Number:
                found.Add(ToNumber(value.ToJsonString()));
                break;
        }
    }

    private static int ToNumber(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : int.MaxValue;

    [GeneratedRegex(@"\[ ?([0-9]+)(?: ?, ?([0-9]+))* ?\]", RegexOptions.CultureInvariant)]
    private static partial Regex Marker();

    [GeneratedRegex(@" +([.,;:!?])", RegexOptions.CultureInvariant)]
    private static partial Regex SpaceBeforePunctuation();
}

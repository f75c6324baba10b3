using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Text.Citations;

namespace Assay.Evaluation.Answers;

/// <summary>The numbers of the passages that an answer cites.</summary>
public static class CitedNumbers
{
    private const string CitationField = "citations";

    /// <summary>The passages a text cites, in order and with repeats.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>Numbers, see <see cref="CitationMarkers"/>.</returns>
    public static ImmutableArray<int> Of(string text) => [.. CitationMarkers.Find(text).Select(c => c.Number)];

    /// <summary>The passages a record cites: markers in any of its strings, and whole numbers in a field named <c>citations</c>.</summary>
    /// <param name="record">The answer.</param>
    /// <returns>Numbers, in the order of the fields.</returns>
    public static ImmutableArray<int> Of(JsonObject record)
    {
        ArgumentNullException.ThrowIfNull(record);
        ImmutableArray<int>.Builder found = ImmutableArray.CreateBuilder<int>();
        Collect(record, inCitations: false, found);
        return found.ToImmutable();
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
                found.AddRange(Of(value.GetValue<string>()));
                break;
            case JsonValue value when inCitations && value.GetValueKind() == JsonValueKind.Number:
                found.Add(value.TryGetValue(out int number) ? number : int.MaxValue);
                break;
        }
    }
}

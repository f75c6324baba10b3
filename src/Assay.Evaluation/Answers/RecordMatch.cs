using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Evaluation.Files;

namespace Assay.Evaluation.Answers;

/// <summary>Compares records (JSON objects) field by field.</summary>
/// <remarks>
/// Strings match when their normal forms (<see cref="SquadText"/>) are equal, or they are equal as they stand; numbers by value, however written; booleans and
/// null only themselves; arrays as sets, order and repeats ignored; objects when every expected field matches. Types never mix: <c>"3"</c> is not <c>3</c>.
/// </remarks>
public static class RecordMatch
{
    /// <summary>Share of the expected fields that the answer has right.</summary>
    /// <param name="answer">The record that was answered; null counts as one without fields.</param>
    /// <param name="expected">The right record.</param>
    /// <param name="strict">Whether each field that was not expected counts as a wrong one.</param>
    /// <returns>In [0, 1]; 1 when nothing is expected (and, if strict, nothing was answered).</returns>
    public static double Share(JsonObject? answer, JsonObject expected, bool strict = false)
    {
        ArgumentNullException.ThrowIfNull(expected);
        int fields = expected.Count + (strict && answer is not null ? answer.Count(f => !expected.ContainsKey(f.Key)) : 0);
        return fields == 0 ? 1 : (double)Matches(answer, expected) / fields;
    }

    /// <summary>Number of expected fields that the answer has right.</summary>
    /// <param name="answer">The record that was answered; null counts as one without fields.</param>
    /// <param name="expected">The right record.</param>
    /// <returns>0 up to the number of expected fields.</returns>
    public static int Matches(JsonObject? answer, JsonObject expected)
    {
        ArgumentNullException.ThrowIfNull(expected);
        return answer is null ? 0 : expected.Count(f => answer.TryGetPropertyValue(f.Key, out JsonNode? value) && Equal(value, f.Value));
    }

    private static bool Equal(JsonNode? answer, JsonNode? expected) => (answer, expected) switch
    {
        (JsonObject a, JsonObject e) => Matches(a, e) == e.Count,
        (JsonArray a, JsonArray e) => a.All(x => e.Any(y => Equal(x, y))) && e.All(y => a.Any(x => Equal(x, y))),
        (JsonValue a, JsonValue e) when IsText(a) && IsText(e) => SameText(a.GetValue<string>(), e.GetValue<string>()),
        _ => CanonicalJson.Text(answer) == CanonicalJson.Text(expected),
    };

    private static bool IsText(JsonValue value) => value.GetValueKind() == JsonValueKind.String;

    // Two texts of nothing but punctuation, such as "+" and "-", have the same (empty) normal form and are not the same.
    private static bool SameText(string answer, string expected)
    {
        string normal = SquadText.Normalize(expected);
        return normal.Length == 0 ? answer.Trim() == expected.Trim() : SquadText.Normalize(answer) == normal;
    }
}

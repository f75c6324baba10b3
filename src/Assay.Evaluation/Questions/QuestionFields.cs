using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Evaluation.Files;
using Assay.Text;

namespace Assay.Evaluation.Questions;

/// <summary>Reads the fields of one line of a question set and notes what is wrong with them.</summary>
/// <param name="record">The JSON object of the line.</param>
/// <param name="line">1-based line.</param>
/// <param name="problems">Receives what is wrong.</param>
internal sealed class QuestionFields(JsonObject record, int line, ProblemList problems)
{
    private static readonly string[] Known = ["id", "question", "answers", "documents", "answerable", "tags", "as", "expect", "source", "reviewed"];
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A JSON value in words, for messages.</summary>
    /// <param name="node">Any value.</param>
    /// <returns>For example "a number".</returns>
    public static string Describe(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        _ => "null",
    };

    /// <summary>Notes every key that is not part of the format, with the key it was probably meant to be.</summary>
    public void RefuseUnknown()
    {
        foreach ((string name, _) in record)
        {
            if (Known.Contains(name, StringComparer.Ordinal)) continue;
            string advice = NearestName.Find(name, Known) is { } near ? $"Did you mean '{near}'?" : $"Valid keys: {string.Join(", ", Known)}.";
            problems.Add(line, $"Unknown key '{name}'. {advice}");
        }
    }

    /// <summary>A string that must be there and hold more than white space.</summary>
    /// <param name="name">Key.</param>
    /// <returns>Its value; empty when a problem was noted.</returns>
    public string RequiredText(string name)
    {
        if (record[name] is not { } node)
        {
            problems.Add(line, $"The key '{name}' is missing. Every question needs \"id\" and \"question\".");
            return "";
        }

        string? text = AsText(node);
        if (text is null) Wrong(name, "a string", node);
        else if (string.IsNullOrWhiteSpace(text)) problems.Add(line, $"'{name}' is empty.");
        return text ?? "";
    }

    /// <summary>A string that may be missing or null.</summary>
    /// <param name="name">Key.</param>
    /// <returns>Its value, or null.</returns>
    public string? OptionalText(string name)
    {
        JsonNode? node = record[name];
        if (node is not null && AsText(node) is null) Wrong(name, "a string", node);
        return node is null ? null : AsText(node);
    }

    /// <summary>A boolean.</summary>
    /// <param name="name">Key.</param>
    /// <param name="missing">Value when the key is missing or null.</param>
    /// <returns>Its value.</returns>
    public bool Flag(string name, bool missing)
    {
        if (record[name] is not { } node) return missing;
        if (node.GetValueKind() is JsonValueKind.True or JsonValueKind.False) return node.GetValue<bool>();
        Wrong(name, "true or false", node);
        return missing;
    }

    /// <summary>What a person said of a made question.</summary>
    /// <returns>None when the key is missing or null.</returns>
    public QuestionReview Review()
    {
        if (record["reviewed"] is not { } node) return QuestionReview.None;
        switch (AsText(node))
        {
            case "accepted":
                return QuestionReview.Accepted;
            case "rejected":
                return QuestionReview.Rejected;
            default:
                Wrong("reviewed", "\"accepted\" or \"rejected\"", node);
                return QuestionReview.None;
        }
    }

    /// <summary>A JSON object, detached from the line.</summary>
    /// <param name="name">Key.</param>
    /// <returns>The object, or null when the key is missing or null.</returns>
    public JsonObject? Record(string name)
    {
        JsonNode? node = record[name];
        if (node is null) return null;
        if (node is JsonObject found) return (JsonObject)found.DeepClone();
        Wrong(name, "an object", node);
        return null;
    }

    /// <summary>An array of strings that hold more than white space.</summary>
    /// <param name="name">Key.</param>
    /// <returns>The strings; empty when the key is missing or null.</returns>
    public ImmutableArray<string> Texts(string name) => Items(name, "a string", node => AsText(node) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null);

    /// <summary>The accepted answers: strings as they are, numbers and booleans as their text, objects as compact JSON.</summary>
    /// <returns>The answers; empty when the key is missing or null.</returns>
    public ImmutableArray<string> Answers() => Items("answers", "a string, number, boolean or object", node => node?.GetValueKind() switch
    {
        JsonValueKind.String => AsText(node),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => node.ToJsonString(),
        JsonValueKind.Object => node.ToJsonString(Compact),
        _ => null,
    });

    private ImmutableArray<string> Items(string name, string expected, Func<JsonNode?, string?> convert)
    {
        JsonNode? node = record[name];
        if (node is null) return [];
        if (node is not JsonArray array)
        {
            Wrong(name, "an array", node);
            return [];
        }

        ImmutableArray<string>.Builder items = ImmutableArray.CreateBuilder<string>(array.Count);
        for (int i = 0; i < array.Count; i++)
        {
            if (convert(array[i]) is { } item) items.Add(item);
            else problems.Add(line, $"'{name}' item {i + 1}: expected {expected}, found {(AsText(array[i]) is null ? Describe(array[i]) : "an empty string")}.");
        }

        return items.ToImmutable();
    }

    private void Wrong(string name, string expected, JsonNode found) => problems.Add(line, $"'{name}' must be {expected}, found {Describe(found)}.");

    private static string? AsText(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;
}

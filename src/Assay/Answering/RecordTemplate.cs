using System.Text.Json.Nodes;
using Assay.Workspaces;

namespace Assay.Answering;

/// <summary>Fills the smallest record that a JSON Schema asks for: the answer in its field, defaults everywhere else.</summary>
public sealed class RecordTemplate
{
    private readonly JsonObject _schema;
    private readonly string _answerField;

    private RecordTemplate(JsonObject schema, string text, string answerField)
    {
        _schema = schema;
        Schema = text;
        _answerField = answerField;
    }

    /// <summary>The schema as written by the user.</summary>
    public string Schema { get; }

    /// <summary>A template for a schema, if it describes an object with the answer field.</summary>
    /// <param name="schemaText">A JSON Schema that was already checked.</param>
    /// <param name="answerField">Name of the property that takes the answer.</param>
    /// <returns>Null when the schema has no such property: the sentence is then given as plain text.</returns>
    public static RecordTemplate? Create(string schemaText, string answerField) =>
        JsonNode.Parse(schemaText) is JsonObject schema && schema["properties"] is JsonObject properties && properties[answerField] is JsonObject
            ? new RecordTemplate(schema, schemaText, answerField)
            : null;

    /// <summary>The record with an answer in it.</summary>
    /// <param name="answer">The sentence.</param>
    /// <returns>Compact JSON.</returns>
    public string Fill(string answer)
    {
        var record = new JsonObject();
        HashSet<string> required = [.. (_schema["required"] as JsonArray ?? []).Select(n => n!.GetValue<string>())];
        foreach ((string name, JsonNode? property) in (JsonObject)_schema["properties"]!)
        {
            if (name == _answerField)
            {
                record[name] = answer;
            }
            else if (required.Contains(name) && property is JsonObject schema)
            {
                record[name] = Default(schema);
            }
        }

        return record.ToJsonString(JsonFormat.Compact);
    }

    private static JsonNode? Default(JsonObject schema)
    {
        if (schema.TryGetPropertyValue("default", out JsonNode? value) || schema.TryGetPropertyValue("const", out value)) return value?.DeepClone();
        if (schema["enum"] is JsonArray { Count: > 0 } choices) return choices[0]?.DeepClone();
        return (schema["type"] is JsonArray types ? types[0] : schema["type"])?.GetValue<string>() switch
        {
            "string" => "",
            "boolean" => false,
            "integer" or "number" => schema["minimum"]?.DeepClone() ?? 0,
            "array" => new JsonArray(),
            "object" => new JsonObject(),
            _ => null,
        };
    }
}

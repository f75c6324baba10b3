using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Tuning.Examples.Sensitive;

namespace Assay.Tuning.Examples.Reading;

/// <summary>Looks for personal data and secrets in all texts of a row, those of tools and calls included.</summary>
/// <param name="mode">Whether texts are changed.</param>
internal sealed class RowRedaction(SensitiveMode mode)
{
    private static readonly HashSet<string> s_notSaid = ["documents", "group", "source", "id", "synthetic", "reviewed"];
    private static readonly JsonWriterOptions s_writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public Redactor Redactor { get; } = new();

    /// <summary>The row, with placeholders where the mode wants them.</summary>
    public JsonElement Apply(int line, JsonElement row)
    {
        try
        {
            JsonNode? node = null;
            foreach (JsonProperty property in row.EnumerateObject())
            {
                if (s_notSaid.Contains(property.Name)) continue;
                int before = Redactor.Count;
                JsonNode? changed = Walk(line, property.Value, property.Name);
                if (mode != SensitiveMode.Redact || Redactor.Count == before) continue;
                node ??= JsonObject.Create(row)!;
                node[property.Name] = changed;
            }

            if (node is null) return row;
            using MemoryStream bytes = new();
            using (Utf8JsonWriter writer = new(bytes, s_writing)) node.WriteTo(writer);
            using JsonDocument document = JsonDocument.Parse(bytes.ToArray());
            return document.RootElement.Clone();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair; the reader of the fields says so.
            return row;
        }
    }

    private JsonNode? Walk(int line, JsonElement value, string field)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return JsonValue.Create(Redactor.Redact(value.GetString()!, line, field));
            case JsonValueKind.Array:
                JsonArray items = [];
                int at = 0;
                foreach (JsonElement item in value.EnumerateArray()) items.Add(Walk(line, item, $"{field}[{at++}]"));
                return items;
            case JsonValueKind.Object:
                JsonObject record = [];
                foreach (JsonProperty property in value.EnumerateObject()) record[property.Name] = Walk(line, property.Value, $"{field}.{property.Name}");
                return record;
            case JsonValueKind.Null:
                return null;
            default:
                return JsonValue.Create(value);
        }
    }
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Text;

namespace Assay.Models.Constrained.Schemas;

/// <summary>A keyword of a schema with its value, read as what it should be.</summary>
/// <param name="Name">The keyword.</param>
/// <param name="Value">Its value.</param>
/// <param name="Parent">Pointer of the schema it is in.</param>
/// <param name="Siblings">The schema it is in.</param>
internal sealed record Keyword(string Name, JsonNode? Value, string Parent, JsonObject Siblings)
{
    /// <summary>Its place.</summary>
    public string Pointer => SchemaReader.Join(Parent, Name);

    /// <summary>An exception about it.</summary>
    public InputException Refuse(string message) => SchemaReader.Refusal(Pointer, message);

    /// <summary>A count.</summary>
    public int Count()
    {
        if (Value?.GetValueKind() == JsonValueKind.Number && double.TryParse(Value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= 0 && value == Math.Floor(value))
        {
            return (int)Math.Min(int.MaxValue - 1, value);
        }

        throw Refuse("must be a whole number, 0 or more");
    }

    /// <summary>A number.</summary>
    public JsonNode Number() => Value?.GetValueKind() == JsonValueKind.Number ? Value : throw Refuse("must be a number");

    /// <summary>A text.</summary>
    public string Text() => Value is JsonValue v && v.TryGetValue(out string? text) ? text : throw Refuse("must be a string");

    /// <summary>True or false.</summary>
    public bool Boolean() => Value is JsonValue v && v.TryGetValue(out bool flag) ? flag : throw Refuse("must be true or false");

    /// <summary>A list of texts.</summary>
    public ImmutableArray<string> Names() => Value is JsonArray list && list.All(i => i?.GetValueKind() == JsonValueKind.String)
        ? [.. list.Select(i => i!.GetValue<string>())]
        : throw Refuse("must be an array of strings");

    /// <summary>The schema it holds.</summary>
    public Conjunction Inner() => new([new Located(Value, Pointer)]);

    /// <summary>The schemas it lists.</summary>
    public ImmutableArray<Located> List() => Value is JsonArray { Count: > 0 } list
        ? [.. list.Select((item, i) => new Located(item, SchemaReader.Join(Pointer, i.ToString(CultureInfo.InvariantCulture))))]
        : throw Refuse("must be an array with at least one schema");

    /// <summary>The members of its value.</summary>
    public JsonObject Members() => Value as JsonObject ?? throw Refuse("must be an object");
}

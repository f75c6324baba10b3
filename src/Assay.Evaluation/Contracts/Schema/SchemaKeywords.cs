using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Evaluation.Files;
using Assay.Text;

namespace Assay.Evaluation.Contracts.Schema;

/// <summary>Reads the keywords of one schema object.</summary>
/// <param name="compiler">Compiles the schemas inside.</param>
/// <param name="schema">Receives the keywords.</param>
/// <param name="keywords">The schema object.</param>
internal sealed class SchemaKeywords(SchemaCompiler compiler, JsonSchema schema, JsonObject keywords)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Annotations =
    [
        "$schema", "$comment", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly",
        "format", "contentEncoding", "contentMediaType", "contentSchema",
    ];

    private static readonly string[] Supported =
    [
        "type", "enum", "const", "properties", "required", "additionalProperties", "patternProperties", "propertyNames", "items", "prefixItems", "minItems",
        "maxItems", "uniqueItems", "contains", "minContains", "maxContains", "minLength", "maxLength", "pattern", "minimum", "maximum", "exclusiveMinimum",
        "exclusiveMaximum", "multipleOf", "anyOf", "oneOf", "allOf", "not", "if", "then", "else", "$defs", "definitions", "$ref", "dependentRequired",
        "dependentSchemas", "minProperties", "maxProperties",
    ];

    /// <summary>Reads every keyword and refuses those that are unknown or misused.</summary>
    public void Read()
    {
        foreach ((string name, JsonNode? value) in keywords) Read(name, value);
    }

    private void Read(string name, JsonNode? value)
    {
        switch (name)
        {
            case "type": schema.Types = Types(value); break;
            case "enum": ReadEnum(value); break;
            case "const": Allow([value]); break;
            case "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum" or "multipleOf": ReadBound(name, value); break;
            case "pattern": schema.Pattern = Text(name, value) is { } text && Pattern(name, text) is { } pattern ? (text, pattern) : null; break;
            case "uniqueItems": schema.UniqueItems = Is(name, value, JsonTypes.Boolean) && value!.GetValue<bool>(); break;
            case "required": schema.Required = Names(name, value); break;
            case "dependentRequired": schema.DependentRequired = [.. Members(name, value).Select(m => (m.Key, Names($"{name}/{m.Key}", m.Value)))]; break;
            case "$ref": if (Text(name, value) is { } target) compiler.Refer(schema, target); break;
            case "$defs" or "definitions": _ = Schemas(name, value); break;
            case "$id" when schema.Pointer == "#": break;
            default: ReadLimitOrSchema(name, value); break;
        }
    }

    private void ReadLimitOrSchema(string name, JsonNode? value)
    {
        switch (name)
        {
            case "minLength": schema.MinLength = Count(name, value); break;
            case "maxLength": schema.MaxLength = Count(name, value); break;
            case "minItems": schema.MinItems = Count(name, value); break;
            case "maxItems": schema.MaxItems = Count(name, value); break;
            case "minContains": schema.MinContains = Count(name, value); break;
            case "maxContains": schema.MaxContains = Count(name, value); break;
            case "minProperties": schema.MinProperties = Count(name, value); break;
            case "maxProperties": schema.MaxProperties = Count(name, value); break;
            case "items" when value is JsonArray: Refuse(name, "must be a schema in draft 2020-12; use prefixItems for a list of schemas"); break;
            case "items": schema.Items = Inner(name, value); break;
            case "contains": schema.Contains = Inner(name, value); break;
            case "additionalProperties": schema.AdditionalProperties = Inner(name, value); break;
            case "propertyNames": schema.PropertyNames = Inner(name, value); break;
            case "not": schema.Not = Inner(name, value); break;
            case "if": schema.If = Inner(name, value); break;
            case "then": schema.Then = Inner(name, value); break;
            case "else": schema.Else = Inner(name, value); break;
            default: ReadSchemas(name, value); break;
        }
    }

    private void ReadSchemas(string name, JsonNode? value)
    {
        switch (name)
        {
            case "prefixItems": schema.PrefixItems = List(name, value); break;
            case "allOf": schema.AllOf = List(name, value); break;
            case "anyOf": schema.AnyOf = List(name, value); break;
            case "oneOf": schema.OneOf = List(name, value); break;
            case "properties": schema.Properties = Schemas(name, value); break;
            case "dependentSchemas": schema.DependentSchemas = Schemas(name, value); break;
            case "patternProperties":
                schema.PatternProperties = [.. Schemas(name, value).Select(p => (Pattern: Pattern(name, p.Name), p.Schema)).Where(p => p.Pattern is not null).Select(p => (p.Pattern!, p.Schema))];
                break;
            default: ReadOther(name); break;
        }
    }

    private void ReadOther(string name)
    {
        if (Annotations.Contains(name, StringComparer.Ordinal) || name.StartsWith("x-", StringComparison.Ordinal)) return;
        string advice = NearestName.Find(name, Supported) is { } near ? $" Did you mean '{near}'?" : " Remove it, or say it with a supported keyword.";
        Refuse(name, $"this keyword is not supported and would change what is valid.{advice}".TrimEnd('.'));
    }

    private void ReadEnum(JsonNode? value)
    {
        if (value is not JsonArray { Count: > 0 } values)
        {
            Refuse("enum", "must be an array with at least one value");
            return;
        }

        Allow([.. values]);
        schema.IsListOfStrings = values.All(v => SchemaText.TypesOf(v) == JsonTypes.String);
    }

    private void Allow(IReadOnlyList<JsonNode?> values)
    {
        schema.Allowed = schema.Allowed.Add([.. values.Select(CanonicalJson.Text)]);
        schema.AllowedText = string.Join(", ", values.Take(10).Select(v => v?.ToJsonString(Readable) ?? "null")) + (values.Count > 10 ? ", ..." : "");
    }

    private JsonTypes? Types(JsonNode? value)
    {
        JsonTypes types = JsonTypes.None;
        foreach (JsonNode? item in value is JsonArray list ? [.. list] : new[] { value })
        {
            string? name = SchemaText.TypesOf(item) == JsonTypes.String ? item!.GetValue<string>() : null;
            JsonTypes type = Enum.GetValues<JsonTypes>().FirstOrDefault(t => t != JsonTypes.None && SchemaText.SingleName(t) == name);
            if (type == JsonTypes.None) Refuse("type", "must be null, boolean, integer, number, string, array or object, or an array of these");
            types |= type;
        }

        return types;
    }

    private void ReadBound(string name, JsonNode? value)
    {
        if (!Is(name, value, JsonTypes.Number)) return;
        if (name == "multipleOf" && SchemaText.Compare(value!, JsonValue.Create(0)) <= 0) Refuse(name, "must be above 0");
        else schema.NumberBounds.Add((name, value!));
    }

    private int? Count(string name, JsonNode? value)
    {
        if (SchemaText.TypesOf(value).HasFlag(JsonTypes.Integer) && SchemaText.Compare(value!, JsonValue.Create(0)) >= 0)
        {
            return (int)Math.Min(int.MaxValue, double.Parse(value!.ToJsonString(), CultureInfo.InvariantCulture));
        }

        Refuse(name, "must be a whole number, 0 or more");
        return null;
    }

    private JsonSchema Inner(string name, JsonNode? value) => compiler.Compile(value, SchemaCompiler.Join(schema.Pointer, name));

    private ImmutableArray<JsonSchema> List(string name, JsonNode? value)
    {
        if (value is JsonArray { Count: > 0 } list)
        {
            string pointer = SchemaCompiler.Join(schema.Pointer, name);
            return [.. list.Select((item, i) => compiler.Compile(item, SchemaCompiler.Join(pointer, i.ToString(CultureInfo.InvariantCulture))))];
        }

        Refuse(name, "must be an array with at least one schema");
        return [];
    }

    private ImmutableArray<(string Name, JsonSchema Schema)> Schemas(string name, JsonNode? value)
    {
        string pointer = SchemaCompiler.Join(schema.Pointer, name);
        return [.. Members(name, value).Select(m => (m.Key, compiler.Compile(m.Value, SchemaCompiler.Join(pointer, m.Key))))];
    }

    private IEnumerable<KeyValuePair<string, JsonNode?>> Members(string name, JsonNode? value) =>
        Is(name, value, JsonTypes.Object) ? value!.AsObject() : Enumerable.Empty<KeyValuePair<string, JsonNode?>>();

    private ImmutableArray<string> Names(string name, JsonNode? value)
    {
        if (value is JsonArray list && list.All(item => SchemaText.TypesOf(item) == JsonTypes.String)) return [.. list.Select(item => item!.GetValue<string>())];
        Refuse(name, "must be an array of strings");
        return [];
    }

    private string? Text(string name, JsonNode? value) => Is(name, value, JsonTypes.String) ? value!.GetValue<string>() : null;

    private SafePattern? Pattern(string name, string text)
    {
        if (SafePattern.TryCreate(text, wholeText: false, out SafePattern? pattern, out string error)) return pattern;
        Refuse(name, $"'{text}' is not a regular expression: {error}");
        return null;
    }

    private bool Is(string name, JsonNode? value, JsonTypes type)
    {
        if (SchemaText.TypesOf(value).HasFlag(type)) return true;
        Refuse(name, $"must be of type {SchemaText.SingleName(type)}");
        return false;
    }

    private void Refuse(string name, string message) => compiler.Refuse(SchemaCompiler.Join(schema.Pointer, name), message);
}

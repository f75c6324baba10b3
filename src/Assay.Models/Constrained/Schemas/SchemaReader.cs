using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Assay.Text;

namespace Assay.Models.Constrained.Schemas;

/// <summary>Reads schemas and puts together what several of them say about one value. Refuses what it cannot hold to.</summary>
/// <param name="root">The whole file.</param>
internal sealed class SchemaReader(JsonNode? root)
{
    private const int LongestChain = 100;

    private static readonly string[] Annotations =
    [
        "$schema", "$id", "$comment", "title", "description", "default", "examples", "example", "deprecated", "readOnly", "writeOnly",
        "contentEncoding", "contentMediaType", "contentSchema", "$defs", "definitions",
    ];

    private static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal)
    {
        ["not"] = "what is excluded cannot be generated around in general; say what is allowed",
        ["if"] = "write the cases as anyOf",
        ["patternProperties"] = "use additionalProperties with propertyNames",
        ["contains"] = "use items or prefixItems",
        ["dependentRequired"] = "write the cases as anyOf",
        ["dependentSchemas"] = "write the cases as anyOf",
        ["unevaluatedProperties"] = "use additionalProperties",
        ["unevaluatedItems"] = "use items",
    };

    private const int MostWork = 1_000_000;
    private int work;
    private readonly HashSet<string> proven = new(StringComparer.Ordinal);

    /// <summary>The whole file.</summary>
    public JsonNode? Root => root;

    /// <summary>What several schemas say together.</summary>
    /// <exception cref="InputException">Something that is malformed or not supported, with its pointer.</exception>
    public SchemaShape Read(Conjunction schemas)
    {
        SchemaShape shape = new() { Pointer = schemas.Pointer };
        foreach (Located part in schemas.Parts) Add(shape, part, 0);
        return shape;
    }

    /// <summary>Adds what a schema says.</summary>
    public void Add(SchemaShape shape, Located schema, int depth)
    {
        if (depth > LongestChain) throw Refusal(schema.Pointer, "refers to itself for the same value");
        if (schema.Node is JsonValue value && value.TryGetValue(out bool possible))
        {
            if (!possible) shape.Kinds = JsonKinds.None;
            return;
        }

        // Schemas that name each other several times grow exponentially.
        if (++work > MostWork) throw Refusal(schema.Pointer, "the schema combines its parts in too many ways");
        if (schema.Node is not JsonObject keywords) throw Refusal(schema.Pointer, "a schema must be an object, true or false");
        foreach ((string name, JsonNode? content) in keywords) Add(shape, new Keyword(name, content, schema.Pointer, keywords), depth);
    }

    /// <summary>A place one step deeper.</summary>
    public static string Join(string pointer, string step) =>
        $"{pointer}/{step.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    /// <summary>An exception about a place in the schema.</summary>
    public static InputException Refusal(string pointer, string message) => new(new Problem("", null, $"The JSON Schema cannot be used for generation. {pointer}: {message}."));

    private void Add(SchemaShape shape, Keyword k, int depth)
    {
        switch (k.Name)
        {
            case "type": AddType(shape, k); break;
            case "nullable":
                if (k.Boolean() && !k.Siblings.ContainsKey("type")) throw k.Refuse("is only understood beside type");
                break;
            case "enum": AddValues(shape, k, k.Value is JsonArray { Count: > 0 } list ? [.. list] : throw k.Refuse("must be an array with at least one value")); break;
            case "const": AddValues(shape, k, [k.Value]); break;
            case "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum" or "multipleOf":
                shape.Numbers = shape.Numbers.Add(new NumberRule(k.Name, k.Number(), k.Pointer));
                break;
            case "minLength": shape.MinLength = Math.Max(shape.MinLength, k.Count()); break;
            case "maxLength": shape.MaxLength = Least(shape.MaxLength, k.Count()); break;
            case "pattern" or "format": shape.Patterns = shape.Patterns.Add((k.Name, k.Text(), k.Pointer)); break;
            case "$ref": Add(shape, Resolve(k), depth + 1); break;
            case "allOf":
                foreach (Located part in k.List()) Add(shape, part, depth + 1);
                break;
            case "anyOf": shape.Groups = shape.Groups.Add(k.List()); break;
            case "oneOf":
                ImmutableArray<Located> branches = k.List();
                // A oneOf inside its own proof counts as anyOf there, which only makes the proof harder.
                if (proven.Add(k.Pointer)) OneOfProof.Require(this, branches, k);
                shape.Groups = shape.Groups.Add(branches);
                break;
            default: AddContainer(shape, k); break;
        }
    }

    private static void AddContainer(SchemaShape shape, Keyword k)
    {
        switch (k.Name)
        {
            case "properties": AddProperties(shape, k); break;
            case "required":
                shape.Required = [.. shape.Required.Union(k.Names(), StringComparer.Ordinal)];
                break;
            case "additionalProperties": AddAdditional(shape, k); break;
            case "propertyNames": shape.Names = Conjunction.Join(shape.Names, k.Inner()); break;
            case "minProperties": shape.MinProperties = Math.Max(shape.MinProperties, k.Count()); break;
            case "maxProperties": shape.MaxProperties = Least(shape.MaxProperties, k.Count()); break;
            case "prefixItems": AddPrefix(shape, k); break;
            case "items" when k.Value is JsonArray: throw k.Refuse("must be a schema in draft 2020-12; use prefixItems for a list of schemas");
            case "items": AddItems(shape, k); break;
            case "minItems": shape.MinItems = Math.Max(shape.MinItems, k.Count()); break;
            case "maxItems": shape.MaxItems = Least(shape.MaxItems, k.Count()); break;
            case "uniqueItems":
                if (k.Boolean()) shape.Unique = k.Pointer;
                break;
            case "then" or "else" when !k.Siblings.ContainsKey("if"): break;
            default:
                if (Annotations.Contains(k.Name, StringComparer.Ordinal) || k.Name.StartsWith("x-", StringComparison.Ordinal)) break;
                throw k.Refuse(Reasons.TryGetValue(k.Name, out string? reason) ? $"this keyword is not supported for generation; {reason}" : "this keyword is not supported for generation and would change what is valid; remove it or say it with a supported one");
        }
    }

    // additionalProperties looks at the properties of its own schema only, so joining schemas means asking each about the names of the other.
    private static void AddProperties(SchemaShape shape, Keyword k)
    {
        List<(string Name, Conjunction Schema)> all = [.. shape.Properties];
        foreach ((string name, JsonNode? value) in k.Members())
        {
            Conjunction schema = new([new Located(value, Join(k.Pointer, name))]);
            int at = all.FindIndex(p => p.Name == name);
            if (at >= 0) all[at] = (name, Conjunction.Join(all[at].Schema, schema)!);
            else all.Add((name, Conjunction.Join(schema, shape.Additional)!));
        }

        shape.Properties = [.. all];
    }

    private static void AddAdditional(SchemaShape shape, Keyword k)
    {
        Conjunction inner = k.Inner();
        HashSet<string> own = k.Siblings["properties"] is JsonObject properties ? [.. properties.Select(p => p.Key)] : [];
        // Properties of the same schema that come later in the file are not additional: add them now, so that they do not get the rule.
        if (own.Count > 0) AddProperties(shape, new Keyword("properties", k.Siblings["properties"], k.Parent, k.Siblings));
        shape.Properties = [.. shape.Properties.Select(p => own.Contains(p.Name) ? p : (p.Name, Conjunction.Join(p.Schema, inner)!))];
        shape.Additional = Conjunction.Join(shape.Additional, inner);
    }

    private static void AddPrefix(SchemaShape shape, Keyword k)
    {
        ImmutableArray<Conjunction> mine = [.. k.List().Select(l => new Conjunction([l]))];
        List<Conjunction> all = [];
        for (int i = 0; i < Math.Max(mine.Length, shape.Prefix.Length); i++)
        {
            Conjunction? theirs = i < shape.Prefix.Length ? shape.Prefix[i] : shape.Items;
            all.Add(Conjunction.Join(i < mine.Length ? mine[i] : null, theirs)!);
        }

        shape.Prefix = [.. all];
    }

    private static void AddItems(SchemaShape shape, Keyword k)
    {
        Conjunction inner = k.Inner();
        int own = k.Siblings["prefixItems"] is JsonArray prefix ? prefix.Count : 0;
        if (own > 0) AddPrefix(shape, new Keyword("prefixItems", k.Siblings["prefixItems"], k.Parent, k.Siblings));
        shape.Prefix = [.. shape.Prefix.Select((p, i) => i < own ? p : Conjunction.Join(p, inner)!)];
        shape.Items = Conjunction.Join(shape.Items, inner);
    }

    /// <summary>The kinds that the type beside a keyword allows.</summary>
    public static JsonKinds KindsBeside(Keyword k)
    {
        SchemaShape shape = new() { Pointer = k.Parent };
        if (k.Siblings.ContainsKey("type")) AddType(shape, k with { Name = "type", Value = k.Siblings["type"] });
        return shape.Kinds;
    }

    private static void AddType(SchemaShape shape, Keyword k)
    {
        JsonKinds kinds = JsonKinds.None;
        foreach (JsonNode? item in k.Value is JsonArray list ? [.. list] : new[] { k.Value })
        {
            kinds |= (item is JsonValue v && v.TryGetValue(out string? name) ? name : "") switch
            {
                "null" => JsonKinds.Null,
                "boolean" => JsonKinds.Boolean,
                "integer" => JsonKinds.Integer,
                "number" => JsonKinds.Number,
                "string" => JsonKinds.String,
                "array" => JsonKinds.Array,
                "object" => JsonKinds.Object,
                _ => throw k.Refuse("must be null, boolean, integer, number, string, array or object, or an array of these"),
            };
        }

        if (k.Siblings["nullable"] is JsonValue nullable && nullable.TryGetValue(out bool maybe) && maybe) kinds |= JsonKinds.Null;
        shape.Kinds &= kinds;
    }

    private static void AddValues(SchemaShape shape, Keyword k, ImmutableArray<JsonNode?> values)
    {
        if (values.Any(v => !JsonTexts.IsWellFormed(v))) throw k.Refuse("holds half of a surrogate pair");
        shape.Values = shape.Values is { } known ? [.. known.Where(v => values.Any(w => JsonTexts.Same(v, w)))] : values;
    }

    private Located Resolve(Keyword k)
    {
        string target = k.Text();
        if (target != "#" && !target.StartsWith("#/", StringComparison.Ordinal)) throw k.Refuse("only references inside the schema are supported (#/$defs/name)");
        JsonNode? node = root;
        target = Uri.UnescapeDataString(target);
        foreach (string step in target.Split('/').Skip(1).Select(s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
        {
            bool found = node switch
            {
                JsonObject record => record.TryGetPropertyValue(step, out node),
                JsonArray array when int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < array.Count => (node = array[index]) is not null,
                _ => false,
            };
            if (!found) throw k.Refuse($"there is nothing at '{target}'");
        }

        return new Located(node, target);
    }

    private static int Least(int? a, int b) => Math.Min(a ?? int.MaxValue, b);
}

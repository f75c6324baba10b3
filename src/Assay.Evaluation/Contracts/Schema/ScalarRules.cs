using System.Globalization;
using System.Text.Json.Nodes;
using Assay.Evaluation.Files;

namespace Assay.Evaluation.Contracts.Schema;

/// <summary>Keywords about a value as such, numbers and strings.</summary>
internal static class ScalarRules
{
    /// <summary>Checks type, enum, const, bounds, length and pattern.</summary>
    /// <param name="check">Receives violations.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="node">The value.</param>
    /// <param name="pointer">Its place.</param>
    public static void Check(SchemaCheck check, JsonSchema schema, JsonNode? node, string pointer)
    {
        JsonTypes types = SchemaText.TypesOf(node);
        if (schema.Types is { } wanted && (wanted & types) == JsonTypes.None)
        {
            JsonTypes found = types.HasFlag(JsonTypes.Integer) ? JsonTypes.Integer : types;
            check.Violate(pointer, $"expected {SchemaText.Name(wanted)}, found {SchemaText.Name(found)}");
        }

        if (!schema.Allowed.IsEmpty)
        {
            string canonical = CanonicalJson.Text(node);
            check.Charge(canonical.Length / 64);
            if (schema.Allowed.Any(allowed => !allowed.Contains(canonical))) check.Violate(pointer, $"is not one of: {schema.AllowedText}");
        }

        if (types.HasFlag(JsonTypes.Number)) CheckNumber(check, schema, node!, pointer);
        if (types == JsonTypes.String) CheckText(check, schema, node!.GetValue<string>(), pointer);
    }

    private static void CheckNumber(SchemaCheck check, JsonSchema schema, JsonNode number, string pointer)
    {
        foreach ((string keyword, JsonNode bound) in schema.NumberBounds)
        {
            bool holds = keyword switch
            {
                "minimum" => SchemaText.Compare(number, bound) >= 0,
                "maximum" => SchemaText.Compare(number, bound) <= 0,
                "exclusiveMinimum" => SchemaText.Compare(number, bound) > 0,
                "exclusiveMaximum" => SchemaText.Compare(number, bound) < 0,
                _ => SchemaText.IsMultiple(number, bound),
            };
            if (!holds) check.Violate(pointer, $"breaks {keyword} {bound.ToJsonString()}");
        }
    }

    private static void CheckText(SchemaCheck check, JsonSchema schema, string text, string pointer)
    {
        if (schema.MinLength is not null || schema.MaxLength is not null)
        {
            int length = SchemaText.Length(text);
            if (length < schema.MinLength) check.Violate(pointer, string.Create(CultureInfo.InvariantCulture, $"at least {schema.MinLength} characters, found {length}"));
            if (length > schema.MaxLength) check.Violate(pointer, string.Create(CultureInfo.InvariantCulture, $"at most {schema.MaxLength} characters, found {length}"));
        }

        if (schema.Pattern is { } pattern && !pattern.Pattern.IsMatch(text)) check.Violate(pointer, $"does not match the pattern {pattern.Text}");
    }
}

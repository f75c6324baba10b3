using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Assay.Evaluation.Contracts.Schema;

/// <summary>Keywords about objects.</summary>
internal static class ObjectRules
{
    /// <summary>Checks the members of an object and which must or may be there.</summary>
    /// <param name="check">Receives violations.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="record">The value.</param>
    /// <param name="pointer">Its place.</param>
    public static void Check(SchemaCheck check, JsonSchema schema, JsonObject record, string pointer)
    {
        if (record.Count < schema.MinProperties) check.Violate(pointer, string.Create(CultureInfo.InvariantCulture, $"at least {schema.MinProperties} properties, found {record.Count}"));
        if (record.Count > schema.MaxProperties) check.Violate(pointer, string.Create(CultureInfo.InvariantCulture, $"at most {schema.MaxProperties} properties, found {record.Count}"));
        foreach (string name in schema.Required.Where(n => !record.ContainsKey(n))) check.Violate(pointer, $"the property '{name}' is missing");
        foreach ((string name, ImmutableArray<string> needs) in schema.DependentRequired.Where(d => record.ContainsKey(d.Name)))
        {
            foreach (string need in needs.Where(n => !record.ContainsKey(n))) check.Violate(pointer, $"the property '{need}' is missing, which '{name}' needs");
        }

        foreach ((string name, JsonSchema dependent) in schema.DependentSchemas)
        {
            if (record.ContainsKey(name)) check.Apply(dependent, record, pointer);
        }

        CheckMembers(check, schema, record, pointer);
    }

    private static void CheckMembers(SchemaCheck check, JsonSchema schema, JsonObject record, string pointer)
    {
        HashSet<string> described = new(StringComparer.Ordinal);
        foreach ((string name, JsonSchema member) in schema.Properties)
        {
            if (!record.TryGetPropertyValue(name, out JsonNode? value)) continue;
            described.Add(name);
            check.Apply(member, value, SchemaCompiler.Join(pointer, name));
        }

        if (schema.PatternProperties.IsEmpty && schema.AdditionalProperties is null && schema.PropertyNames is null) return;
        foreach ((string name, JsonNode? value) in record)
        {
            string place = SchemaCompiler.Join(pointer, name);
            check.Charge(schema.PatternProperties.Length);
            foreach ((SafePattern pattern, JsonSchema member) in schema.PatternProperties.Where(p => p.Pattern.IsMatch(name)))
            {
                described.Add(name);
                check.Apply(member, value, place);
            }

            if (!described.Contains(name) && schema.AdditionalProperties is { } rest) check.Apply(rest, value, place);
            if (schema.PropertyNames is { } names && !check.Holds(names, JsonValue.Create(name))) check.Violate(place, "has a name that is not allowed");
        }
    }
}

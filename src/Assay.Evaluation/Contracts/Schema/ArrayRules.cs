using System.Globalization;
using System.Text.Json.Nodes;
using Assay.Evaluation.Files;

namespace Assay.Evaluation.Contracts.Schema;

/// <summary>Keywords about arrays.</summary>
internal static class ArrayRules
{
    /// <summary>Checks the number of items, the items, contains and uniqueness.</summary>
    /// <param name="check">Receives violations.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="array">The value.</param>
    /// <param name="pointer">Its place.</param>
    public static void Check(SchemaCheck check, JsonSchema schema, JsonArray array, string pointer)
    {
        if (array.Count < schema.MinItems) check.Violate(pointer, string.Create(CultureInfo.InvariantCulture, $"at least {schema.MinItems} items, found {array.Count}"));
        if (array.Count > schema.MaxItems) check.Violate(pointer, string.Create(CultureInfo.InvariantCulture, $"at most {schema.MaxItems} items, found {array.Count}"));
        for (int i = 0; i < array.Count; i++)
        {
            JsonSchema? item = i < schema.PrefixItems.Length ? schema.PrefixItems[i] : schema.Items;
            if (item is null) break;
            check.Apply(item, array[i], SchemaCompiler.Join(pointer, i.ToString(CultureInfo.InvariantCulture)));
        }

        if (schema.Contains is { } wanted) CheckContains(check, schema, array.Count(item => check.Holds(wanted, item)), pointer);
        if (!schema.UniqueItems) return;
        check.Charge(array.Count);
        if (array.Select(CanonicalJson.Text).Distinct(StringComparer.Ordinal).Count() < array.Count) check.Violate(pointer, "has equal items, all must differ");
    }

    private static void CheckContains(SchemaCheck check, JsonSchema schema, int matching, string pointer)
    {
        int least = schema.MinContains ?? 1;
        if (matching < least) check.Violate(pointer, string.Create(CultureInfo.InvariantCulture, $"at least {least} items must match 'contains', found {matching}"));
        if (matching > schema.MaxContains) check.Violate(pointer, string.Create(CultureInfo.InvariantCulture, $"at most {schema.MaxContains} items may match 'contains', found {matching}"));
    }
}

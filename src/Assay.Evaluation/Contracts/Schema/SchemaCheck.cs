using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Assay.Evaluation.Contracts.Schema;

/// <summary>One check of one value against a schema: collects violations and bounds the work.</summary>
internal sealed class SchemaCheck
{
    private const int MostViolations = 20;
    private const int MostDepth = 300;
    private const int MostSteps = 250_000;
    private List<string> violations = [];
    private int steps;
    private int depth;
    private bool exhausted;

    private SchemaCheck()
    {
    }

    /// <summary>Checks a value.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="node">The value; nested at most 64 deep.</param>
    /// <returns>What is violated, in the order of the value; at most 20.</returns>
    public static ImmutableArray<string> Run(JsonSchema schema, JsonNode? node)
    {
        SchemaCheck check = new();
        check.Apply(schema, node, "#");
        if (check.exhausted) return ["#: too complex to check: the schema branches too often for this value"];
        return [.. check.violations];
    }

    /// <summary>Checks a value inside the one under check.</summary>
    /// <param name="schema">The schema for it.</param>
    /// <param name="node">The value.</param>
    /// <param name="pointer">Its place.</param>
    public void Apply(JsonSchema schema, JsonNode? node, string pointer)
    {
        if (exhausted || ++steps > MostSteps || depth > MostDepth)
        {
            exhausted = true;
            return;
        }

        depth++;
        if (!schema.Possible) Violate(pointer, "is not allowed");
        ScalarRules.Check(this, schema, node, pointer);
        if (node is JsonArray array) ArrayRules.Check(this, schema, array, pointer);
        if (node is JsonObject record) ObjectRules.Check(this, schema, record, pointer);
        Combine(schema, node, pointer);
        depth--;
    }

    /// <summary>Whether a value satisfies a schema, without noting violations.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="node">The value.</param>
    /// <returns>Whether nothing is violated.</returns>
    public bool Holds(JsonSchema schema, JsonNode? node)
    {
        List<string> outer = violations;
        violations = [];
        Apply(schema, node, "#");
        bool holds = violations.Count == 0;
        violations = outer;
        return holds;
    }

    /// <summary>Notes a violation.</summary>
    /// <param name="pointer">Its place.</param>
    /// <param name="message">What is wrong.</param>
    public void Violate(string pointer, string message)
    {
        if (violations.Count < MostViolations) violations.Add($"{pointer}: {message}");
    }

    /// <summary>Charges work that is not a schema of its own, such as looking at every member.</summary>
    /// <param name="amount">Units of work.</param>
    public void Charge(int amount) => steps = (int)Math.Min(MostSteps + 1L, (long)steps + amount);

    private void Combine(JsonSchema schema, JsonNode? node, string pointer)
    {
        if (schema.Ref is { } target) Apply(target, node, pointer);
        foreach (JsonSchema part in schema.AllOf) Apply(part, node, pointer);
        if (schema.AnyOf is { } any && !any.Any(s => Holds(s, node))) Violate(pointer, Count($"matches none of {any.Length} alternatives (anyOf)"));
        if (schema.OneOf is { } one && one.Count(s => Holds(s, node)) is var matching and not 1)
        {
            Violate(pointer, Count($"matches {matching} of {one.Length} alternatives (oneOf), exactly 1 is allowed"));
        }

        if (schema.Not is { } not && Holds(not, node)) Violate(pointer, "matches what is excluded (not)");
        if (schema.If is { } condition && (schema.Then ?? schema.Else) is not null && (Holds(condition, node) ? schema.Then : schema.Else) is { } branch) Apply(branch, node, pointer);
    }

    private static string Count(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

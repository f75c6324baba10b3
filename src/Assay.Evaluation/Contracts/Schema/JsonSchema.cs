using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Assay.Evaluation.Contracts.Schema;

/// <summary>A compiled schema. Each property holds one keyword and is null when the keyword is absent. Filled by <see cref="SchemaCompiler"/>, read-only after.</summary>
internal sealed class JsonSchema
{
    /// <summary>Where it stands in its file, as a JSON pointer.</summary>
    public required string Pointer { get; init; }

    /// <summary>False for the schema <c>false</c>, which nothing satisfies.</summary>
    public bool Possible { get; set; } = true;

    /// <summary>type.</summary>
    public JsonTypes? Types { get; set; }

    /// <summary>enum, or const as an enum of one: canonical texts.</summary>
    public ImmutableArray<ImmutableHashSet<string>> Allowed { get; set; } = [];

    /// <summary>How the allowed values are written in a message.</summary>
    public string AllowedText { get; set; } = "";

    /// <summary>Whether enum is there and holds nothing but strings.</summary>
    public bool IsListOfStrings { get; set; }

    /// <summary>minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf: keyword and bound.</summary>
    public List<(string Keyword, JsonNode Bound)> NumberBounds { get; } = [];

    /// <summary>minLength, in code points.</summary>
    public int? MinLength { get; set; }

    /// <summary>maxLength, in code points.</summary>
    public int? MaxLength { get; set; }

    /// <summary>pattern and its source.</summary>
    public (string Text, SafePattern Pattern)? Pattern { get; set; }

    /// <summary>prefixItems.</summary>
    public ImmutableArray<JsonSchema> PrefixItems { get; set; } = [];

    /// <summary>items.</summary>
    public JsonSchema? Items { get; set; }

    /// <summary>contains.</summary>
    public JsonSchema? Contains { get; set; }

    /// <summary>minContains; 1 when absent.</summary>
    public int? MinContains { get; set; }

    /// <summary>maxContains.</summary>
    public int? MaxContains { get; set; }

    /// <summary>minItems.</summary>
    public int? MinItems { get; set; }

    /// <summary>maxItems.</summary>
    public int? MaxItems { get; set; }

    /// <summary>uniqueItems.</summary>
    public bool UniqueItems { get; set; }

    /// <summary>properties.</summary>
    public ImmutableArray<(string Name, JsonSchema Schema)> Properties { get; set; } = [];

    /// <summary>patternProperties.</summary>
    public ImmutableArray<(SafePattern Pattern, JsonSchema Schema)> PatternProperties { get; set; } = [];

    /// <summary>additionalProperties.</summary>
    public JsonSchema? AdditionalProperties { get; set; }

    /// <summary>propertyNames.</summary>
    public JsonSchema? PropertyNames { get; set; }

    /// <summary>required.</summary>
    public ImmutableArray<string> Required { get; set; } = [];

    /// <summary>dependentRequired.</summary>
    public ImmutableArray<(string Name, ImmutableArray<string> Needs)> DependentRequired { get; set; } = [];

    /// <summary>dependentSchemas.</summary>
    public ImmutableArray<(string Name, JsonSchema Schema)> DependentSchemas { get; set; } = [];

    /// <summary>minProperties.</summary>
    public int? MinProperties { get; set; }

    /// <summary>maxProperties.</summary>
    public int? MaxProperties { get; set; }

    /// <summary>allOf.</summary>
    public ImmutableArray<JsonSchema> AllOf { get; set; } = [];

    /// <summary>anyOf; null when absent.</summary>
    public ImmutableArray<JsonSchema>? AnyOf { get; set; }

    /// <summary>oneOf; null when absent.</summary>
    public ImmutableArray<JsonSchema>? OneOf { get; set; }

    /// <summary>not.</summary>
    public JsonSchema? Not { get; set; }

    /// <summary>if.</summary>
    public JsonSchema? If { get; set; }

    /// <summary>then.</summary>
    public JsonSchema? Then { get; set; }

    /// <summary>else.</summary>
    public JsonSchema? Else { get; set; }

    /// <summary>$ref.</summary>
    public JsonSchema? Ref { get; set; }

    /// <summary>Schemas applied to the same value as this one. A cycle of these would never end.</summary>
    public IEnumerable<JsonSchema> InPlace => new[] { Ref, Not, If, Then, Else }.OfType<JsonSchema>()
        .Concat(AllOf).Concat(AnyOf ?? []).Concat(OneOf ?? []).Concat(DependentSchemas.Select(d => d.Schema));

    /// <summary>Whether it, or a schema it surely applies, names a property.</summary>
    /// <param name="name">Name of the property.</param>
    /// <returns>True when values are described as records with it.</returns>
    public bool Describes(string name) =>
        Properties.Any(p => p.Name == name) || (Ref?.Describes(name) ?? false) || AllOf.Any(s => s.Describes(name))
        || (AnyOf ?? []).Any(s => s.Describes(name)) || (OneOf ?? []).Any(s => s.Describes(name));
}

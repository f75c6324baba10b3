using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Assay.Models.Constrained.Schemas;

/// <summary>Kinds of JSON values. A whole number is an integer and a number.</summary>
[Flags]
internal enum JsonKinds
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>null.</summary>
    Null = 1,

    /// <summary>true and false.</summary>
    Boolean = 2,

    /// <summary>Whole numbers.</summary>
    Integer = 4,

    /// <summary>Numbers that are not whole.</summary>
    Fraction = 8,

    /// <summary>Texts.</summary>
    String = 16,

    /// <summary>Lists.</summary>
    Array = 32,

    /// <summary>Records.</summary>
    Object = 64,

    /// <summary>All numbers.</summary>
    Number = Integer | Fraction,

    /// <summary>Everything.</summary>
    All = 127,
}

/// <summary>A schema in its file.</summary>
/// <param name="Node">An object or a boolean.</param>
/// <param name="Pointer">Its JSON pointer.</param>
internal sealed record Located(JsonNode? Node, string Pointer);

/// <summary>Schemas that must all hold for one value.</summary>
internal sealed class Conjunction
{
    /// <summary>The schemas, each once.</summary>
    public ImmutableArray<Located> Parts { get; }

    /// <summary>Schemas that must all hold.</summary>
    public Conjunction(IEnumerable<Located> parts)
    {
        Parts = [.. parts.DistinctBy(p => p.Pointer).OrderBy(p => p.Pointer, StringComparer.Ordinal)];
        Key = string.Join('\n', Parts.Select(p => p.Pointer));
    }

    /// <summary>Names the value set.</summary>
    public string Key { get; }

    /// <summary>Where it stands, for messages.</summary>
    public string Pointer => Parts[0].Pointer;

    /// <summary>Both.</summary>
    public static Conjunction? Join(Conjunction? a, Conjunction? b) => a is null ? b : b is null ? a : new(a.Parts.Concat(b.Parts));
}

/// <summary>A number in a schema with its keyword and place.</summary>
internal sealed record NumberRule(string Keyword, JsonNode Value, string Pointer);

/// <summary>Everything that several schemas for one value say together.</summary>
internal sealed record SchemaShape
{
    /// <summary>Where it stands, for messages.</summary>
    public required string Pointer { get; init; }

    /// <summary>Kinds allowed.</summary>
    public JsonKinds Kinds { get; set; } = JsonKinds.All;

    /// <summary>enum and const: the values that all of them allow; null when there is none of them.</summary>
    public ImmutableArray<JsonNode?>? Values { get; set; }

    /// <summary>minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf.</summary>
    public ImmutableArray<NumberRule> Numbers { get; set; } = [];

    /// <summary>minLength.</summary>
    public int MinLength { get; set; }

    /// <summary>maxLength.</summary>
    public int? MaxLength { get; set; }

    /// <summary>pattern and format.</summary>
    public ImmutableArray<(string Keyword, string Text, string Pointer)> Patterns { get; set; } = [];

    /// <summary>properties in the order of their first appearance.</summary>
    public ImmutableArray<(string Name, Conjunction Schema)> Properties { get; set; } = [];

    /// <summary>required.</summary>
    public ImmutableArray<string> Required { get; set; } = [];

    /// <summary>additionalProperties; null when absent.</summary>
    public Conjunction? Additional { get; set; }

    /// <summary>propertyNames; null when absent.</summary>
    public Conjunction? Names { get; set; }

    /// <summary>minProperties.</summary>
    public int MinProperties { get; set; }

    /// <summary>maxProperties.</summary>
    public int? MaxProperties { get; set; }

    /// <summary>prefixItems.</summary>
    public ImmutableArray<Conjunction> Prefix { get; set; } = [];

    /// <summary>items; null when absent.</summary>
    public Conjunction? Items { get; set; }

    /// <summary>minItems.</summary>
    public int MinItems { get; set; }

    /// <summary>maxItems.</summary>
    public int? MaxItems { get; set; }

    /// <summary>Pointer of uniqueItems when it is true.</summary>
    public string? Unique { get; set; }

    /// <summary>anyOf, and oneOf whose branches exclude each other.</summary>
    public ImmutableArray<ImmutableArray<Located>> Groups { get; set; } = [];

    /// <summary>Whether something is said about values of a kind besides kind and list of values.</summary>
    public bool Restricts(JsonKinds kind) => kind switch
    {
        JsonKinds.Integer or JsonKinds.Fraction => !Numbers.IsEmpty,
        JsonKinds.String => MinLength > 0 || MaxLength is not null || !Patterns.IsEmpty,
        JsonKinds.Array => MinItems > 0 || MaxItems is not null || !Prefix.IsEmpty || Items is not null || Unique is not null,
        JsonKinds.Object => !Properties.IsEmpty || !Required.IsEmpty || Additional is not null || Names is not null || MinProperties > 0 || MaxProperties is not null,
        _ => false,
    };
}

using System.Collections.Immutable;
using System.Globalization;

namespace Assay.Models.Constrained.Schemas;

/// <summary>Shows that the branches of a oneOf exclude each other, so that it means the same as anyOf.</summary>
internal static class OneOfProof
{
    private const int MaxDepth = 6;

    /// <summary>Refuses branches that might both hold for one value.</summary>
    public static void Require(SchemaReader reader, ImmutableArray<Located> branches, Keyword oneOf)
    {
        SchemaShape[] shapes = [.. branches.Select(b => Shape(reader, b))];
        foreach (SchemaShape shape in shapes) shape.Kinds &= SchemaReader.KindsBeside(oneOf);
        for (int i = 0; i < shapes.Length; i++)
        {
            for (int j = i + 1; j < shapes.Length; j++)
            {
                if (Apart(reader, shapes[i], shapes[j], 0)) continue;
                throw oneOf.Refuse(string.Create(
                    CultureInfo.InvariantCulture,
                    $"branches {i} and {j} might both hold for one value, which oneOf forbids; use anyOf, or give them different types or a required property with different constants"));
            }
        }
    }

    private static SchemaShape Shape(SchemaReader reader, Located branch) => reader.Read(new Conjunction([branch]));

    private static bool Apart(SchemaReader reader, SchemaShape a, SchemaShape b, int depth)
    {
        if (depth > MaxDepth) return false;
        if (a.Groups.FirstOrDefault(g => !g.IsEmpty) is { IsDefault: false } group && group.All(g => Apart(reader, Shape(reader, g), b, depth + 1))) return true;
        if (b.Groups.FirstOrDefault(g => !g.IsEmpty) is { IsDefault: false } other && other.All(g => Apart(reader, a, Shape(reader, g), depth + 1))) return true;
        JsonKinds common = KindsOf(a) & KindsOf(b);
        if (common == JsonKinds.None) return true;
        if (a.Values is { } x && b.Values is { } y) return !x.Any(v => y.Any(w => JsonTexts.Same(v, w)));
        if ((common & ~JsonKinds.Number) == 0) return NumberLanguages.Apart(a.Numbers, b.Numbers);
        if (common == JsonKinds.String) return a.MaxLength < b.MinLength || b.MaxLength < a.MinLength;
        if (common == JsonKinds.Array) return a.MaxItems < b.MinItems || b.MaxItems < a.MinItems;
        return common == JsonKinds.Object && Objects(reader, a, b, depth);
    }

    private static bool Objects(SchemaReader reader, SchemaShape a, SchemaShape b, int depth)
    {
        if (a.MaxProperties < b.MinProperties || b.MaxProperties < a.MinProperties) return true;
        return a.Required.Any(n => Forbids(reader, b, n) || Differ(n)) || b.Required.Any(n => Forbids(reader, a, n));

        // A property that one branch requires and both describe: no value of it may suit both.
        bool Differ(string name)
        {
            Conjunction? mine = a.Properties.FirstOrDefault(p => p.Name == name).Schema, theirs = b.Properties.FirstOrDefault(p => p.Name == name).Schema;
            return mine is not null && theirs is not null && Apart(reader, reader.Read(mine), reader.Read(theirs), depth + 1);
        }
    }

    private static bool Forbids(SchemaReader reader, SchemaShape shape, string name)
    {
        Conjunction? schema = shape.Properties.FirstOrDefault(p => p.Name == name).Schema ?? shape.Additional;
        return schema is not null && reader.Read(schema).Kinds == JsonKinds.None;
    }

    private static JsonKinds KindsOf(SchemaShape shape) =>
        shape.Values is { } values ? shape.Kinds & values.Aggregate(JsonKinds.None, (all, v) => all | JsonTexts.KindOf(v)) : shape.Kinds;
}

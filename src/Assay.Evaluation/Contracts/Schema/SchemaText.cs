using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Evaluation.Files;

namespace Assay.Evaluation.Contracts.Schema;

/// <summary>Small readings of JSON values that both the schema and the answer need.</summary>
internal static class SchemaText
{
    /// <summary>Length in code points.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>0 or more.</returns>
    public static int Length(string text) => text.Length - text.Where((c, i) => char.IsLowSurrogate(c) && i > 0 && char.IsHighSurrogate(text[i - 1])).Count();

    /// <summary>The types of a value: one, or number and integer.</summary>
    /// <param name="node">Any value.</param>
    /// <returns>At least one type.</returns>
    public static JsonTypes TypesOf(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.Object => JsonTypes.Object,
        JsonValueKind.Array => JsonTypes.Array,
        JsonValueKind.String => JsonTypes.String,
        JsonValueKind.True or JsonValueKind.False => JsonTypes.Boolean,
        JsonValueKind.Number => IsWhole(node) ? JsonTypes.Number | JsonTypes.Integer : JsonTypes.Number,
        _ => JsonTypes.Null,
    };

    /// <summary>Types as JSON Schema writes them.</summary>
    /// <param name="types">Any types.</param>
    /// <returns>Names joined by "or"; a whole number is an integer.</returns>
    public static string Name(JsonTypes types) =>
        string.Join(" or ", Enum.GetValues<JsonTypes>().Where(t => t != JsonTypes.None && types.HasFlag(t)).Select(SingleName));

    /// <summary>One type as JSON Schema writes it.</summary>
    /// <param name="type">A single type.</param>
    /// <returns>Lower case.</returns>
    public static string SingleName(JsonTypes type) => type switch
    {
        JsonTypes.Null => "null",
        JsonTypes.Boolean => "boolean",
        JsonTypes.Integer => "integer",
        JsonTypes.Number => "number",
        JsonTypes.String => "string",
        JsonTypes.Array => "array",
        _ => "object",
    };

    /// <summary>Compares two numbers by value: exactly where both fit a <see langword="decimal"/>, else as <see langword="double"/>.</summary>
    /// <param name="a">A number.</param>
    /// <param name="b">A number.</param>
    /// <returns>Below 0, 0 or above 0.</returns>
    public static int Compare(JsonNode a, JsonNode b)
    {
        string x = a.ToJsonString(), y = b.ToJsonString();
        if (CanonicalJson.Number(x) == CanonicalJson.Number(y)) return 0;
        // A decimal rounds what has too many digits, so equal decimals say nothing here.
        return AsDecimal(x) is { } m && AsDecimal(y) is { } n && m != n ? m.CompareTo(n) : AsDouble(x).CompareTo(AsDouble(y));
    }

    /// <summary>Whether a number is a whole multiple of another, exactly up to 1,000 digits; larger ones never are.</summary>
    /// <param name="value">A number.</param>
    /// <param name="unit">A number above 0.</param>
    /// <returns>Whether the quotient is whole.</returns>
    public static bool IsMultiple(JsonNode value, JsonNode unit)
    {
        if (Scaled(value) is not { } v || Scaled(unit) is not { } u) return false;
        int exponent = Math.Min(v.Exponent, u.Exponent);
        BigInteger a = v.Digits * BigInteger.Pow(10, v.Exponent - exponent), b = u.Digits * BigInteger.Pow(10, u.Exponent - exponent);
        return BigInteger.Remainder(a, b).IsZero;
    }

    private static (BigInteger Digits, int Exponent)? Scaled(JsonNode number)
    {
        string canonical = CanonicalJson.Number(number.ToJsonString());
        string[] parts = canonical.Split('e');
        if (canonical == "0") return (BigInteger.Zero, 0);
        return parts.Length == 2 && parts[0].Length <= 1000 && int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int exponent) && Math.Abs(exponent) <= 1000
            ? (BigInteger.Parse(parts[0], CultureInfo.InvariantCulture), exponent)
            : null;
    }

    private static bool IsWhole(JsonNode number)
    {
        string canonical = CanonicalJson.Number(number.ToJsonString());
        return !canonical.Contains("e-", StringComparison.Ordinal);
    }

    private static decimal? AsDecimal(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value) ? value : null;

    private static double AsDouble(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Models.Constrained.Grammars;
using Assay.Models.Constrained.Patterns;

namespace Assay.Models.Constrained.Schemas;

/// <summary>Values of a schema as text.</summary>
internal static class JsonTexts
{
    /// <summary>A value in a layout, with the one spelling of strings that is generated.</summary>
    public static string Write(JsonNode? node, JsonMarks marks)
    {
        StringBuilder text = new();
        Append(text, node, marks);
        return text.ToString();
    }

    /// <summary>The inside of a JSON string.</summary>
    public static string Escape(string text) => string.Concat(text.EnumerateRunes().Select(r => PatternCompiler.Escape(r.Value)));

    /// <summary>Whether all strings are well-formed Unicode.</summary>
    public static bool IsWellFormed(JsonNode? node)
    {
        try
        {
            return node switch
            {
                JsonObject record => record.All(p => IsWellFormed(p.Key) && IsWellFormed(p.Value)),
                JsonArray array => array.All(IsWellFormed),
                JsonValue value when value.GetValueKind() == JsonValueKind.String => IsWellFormed(value.GetValue<string>()),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Kind of a value.</summary>
    public static JsonKinds KindOf(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.Object => JsonKinds.Object,
        JsonValueKind.Array => JsonKinds.Array,
        JsonValueKind.String => JsonKinds.String,
        JsonValueKind.True or JsonValueKind.False => JsonKinds.Boolean,
        JsonValueKind.Number => IsWhole(node.ToJsonString()) ? JsonKinds.Integer : JsonKinds.Fraction,
        _ => JsonKinds.Null,
    };

    /// <summary>Whether two values are equal: numbers by value, objects without regard to order.</summary>
    public static bool Same(JsonNode? a, JsonNode? b)
    {
        JsonKinds kind = KindOf(a);
        if (kind != KindOf(b)) return false;
        switch (kind)
        {
            case JsonKinds.Integer or JsonKinds.Fraction:
                return a!.ToJsonString() == b!.ToJsonString() || (DecimalText.Parse(a.ToJsonString()) is { } x && DecimalText.Parse(b.ToJsonString()) is { } y && x == y);
            case JsonKinds.String:
                return a!.GetValue<string>() == b!.GetValue<string>();
            case JsonKinds.Boolean:
                return a!.GetValue<bool>() == b!.GetValue<bool>();
            case JsonKinds.Array:
                return a!.AsArray().Count == b!.AsArray().Count && a.AsArray().Zip(b.AsArray()).All(p => Same(p.First, p.Second));
            case JsonKinds.Object:
                return a!.AsObject().Count == b!.AsObject().Count && a.AsObject().All(p => b.AsObject().TryGetPropertyValue(p.Key, out JsonNode? other) && Same(p.Value, other));
            default:
                return true;
        }
    }

    private static bool IsWhole(string number) => DecimalText.Parse(number) is { } digits ? digits.Fraction.Length == 0 : !number.AsSpan().ContainsAny('.', '-', 'E');

    private static bool IsWellFormed(string text) => !HasLoneSurrogate(text);

    private static bool HasLoneSurrogate(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i)) i++;
            else if (char.IsSurrogate(text[i])) return true;
        }

        return false;
    }

    private static void Append(StringBuilder text, JsonNode? node, JsonMarks marks)
    {
        switch (node)
        {
            case JsonObject record:
                text.Append('{').AppendJoin(marks.CommaText, record.Select(p => $"\"{Escape(p.Key)}\"{marks.ColonText}{Write(p.Value, marks)}")).Append('}');
                break;
            case JsonArray array:
                text.Append('[').AppendJoin(marks.CommaText, array.Select(i => Write(i, marks))).Append(']');
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                text.Append('"').Append(Escape(value.GetValue<string>())).Append('"');
                break;
            default:
                text.Append(node?.ToJsonString(JsonSerializerOptions.Default) ?? "null");
                break;
        }
    }
}

/// <summary>A decimal number as digits without superfluous zeros.</summary>
/// <param name="Negative">Whether it is below 0.</param>
/// <param name="Whole">Digits before the point; <c>0</c> when there are none.</param>
/// <param name="Fraction">Digits behind the point.</param>
internal sealed record DecimalText(bool Negative, string Whole, string Fraction)
{
    private const int MostDigits = 60;

    /// <summary>Reads a number as JSON writes it.</summary>
    /// <returns>Null when it has more than 60 digits before or behind the point.</returns>
    public static DecimalText? Parse(string text)
    {
        int mark = text.AsSpan().IndexOfAny('e', 'E');
        string mantissa = (mark < 0 ? text : text[..mark]).TrimStart('-');
        if (!int.TryParse(mark < 0 ? "0" : text[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int exponent) || Math.Abs((long)exponent) > 1000) return null;
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        string digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        if (digits.Length > 2000) return null;
        int whole = (point < 0 ? digits.Length : point) + exponent;
        if (whole < 0) digits = new string('0', -whole) + digits;
        if (whole > digits.Length) digits += new string('0', whole - digits.Length);
        whole = Math.Max(0, whole);
        string before = digits[..whole].TrimStart('0'), behind = digits[whole..].TrimEnd('0');
        if (before.Length > MostDigits || behind.Length > MostDigits) return null;
        return new DecimalText(text.StartsWith('-') && before.Length + behind.Length > 0, before.Length == 0 ? "0" : before, behind);
    }
}

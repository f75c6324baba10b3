using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Assay.Evaluation.Files;

/// <summary>One text per JSON value: equal values give equal texts, whatever their key order, spacing and way of writing numbers.</summary>
internal static class CanonicalJson
{
    /// <summary>The canonical text: keys in ordinal order, no white space, numbers as digits and exponent (<c>1.50</c> and <c>15e-1</c> agree).</summary>
    /// <param name="node">A value as <see cref="StrictJson"/> returns it, or one built in memory; null is JSON <c>null</c>.</param>
    /// <returns>The text. Not meant for reading by other tools.</returns>
    public static string Text(JsonNode? node)
    {
        StringBuilder text = new();
        Append(text, node);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject record:
                char separator = '{';
                foreach ((string name, JsonNode? value) in record.OrderBy(p => p.Key, StringComparer.Ordinal))
                {
                    text.Append(separator).Append(Quote(name)).Append(':');
                    Append(text, value);
                    separator = ',';
                }

                text.Append(record.Count == 0 ? "{}" : "}");
                break;
            case JsonArray array:
                text.Append('[');
                for (int i = 0; i < array.Count; i++)
                {
                    if (i > 0) text.Append(',');
                    Append(text, array[i]);
                }

                text.Append(']');
                break;
            default:
                text.Append(Scalar(node));
                break;
        }
    }

    private static string Scalar(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.String => Quote(node.GetValue<string>()),
        JsonValueKind.Number => Number(node.ToJsonString()),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };

    private static string Quote(string text) => $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)}\"";

    /// <summary>A JSON number as <c>-digits e exponent</c> without leading or trailing zeros; exact at any size.</summary>
    /// <param name="text">A number as JSON writes it.</param>
    /// <returns><c>0</c> for every zero.</returns>
    internal static string Number(string text)
    {
        int mark = text.AsSpan().IndexOfAny('e', 'E');
        string mantissa = mark < 0 ? text : text[..mark];
        long exponent = 0;
        if (mark >= 0 && !long.TryParse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
        {
            return text;
        }

        bool negative = mantissa.StartsWith('-');
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        string digits = mantissa.TrimStart('-').Replace(".", "", StringComparison.Ordinal);
        string significant = digits.TrimStart('0').TrimEnd('0');
        if (significant.Length == 0) return "0";
        int fraction = point < 0 ? 0 : mantissa.Length - point - 1;
        int trailing = digits.Length - digits.TrimEnd('0').Length;
        Int128 power = (Int128)exponent - fraction + trailing;
        return string.Create(CultureInfo.InvariantCulture, $"{(negative ? "-" : "")}{significant}e{power}");
    }
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Assay.Benchmarks.Reading;

/// <summary>Damage that leaves XML and JSON well formed, so that it gets behind the parser: elements and values are doubled, dropped, exchanged and nested, attributes, numbers and texts become extreme.</summary>
internal static partial class TreeMutation
{
    private const int MostChanges = 4;
    private const int LongestText = 400_000;
    private static readonly string[] Values = ["", "0", "-1", "1", "2147483647", "2147483648", "-2147483648", "99999999999999999999", "1e999", "NaN", "true", "x", "rId1", "A1", "XFD1048576", "A1:XFD1048576", "../../x", "yyyy", "&amp;", "\u00e9\u6771", "a b", "#", "heading 1", "s"];
    private static readonly string[] Literals = ["null", "true", "0", "-1", "1e308", "123456789012345678901234567890", "\"\"", "\"x\"", "\"\\ud800\"", "\"\\u0000\"", "[]", "{}", "[[]]", "{\"\":null}", "{\"$ref\":\"#\"}"];

    /// <summary>A damaged text; one that is neither XML nor JSON stays as it is.</summary>
    /// <param name="text">The valid one.</param>
    /// <param name="below">A number below a bound.</param>
    public static string Of(string text, Func<int, int> below)
    {
        bool xml = text.AsSpan().TrimStart() is ['<', ..];
        for (int changes = 1 + below(MostChanges); changes > 0 && text.Length < LongestText; changes--) text = xml ? Xml(text, below) : Json(text, below);
        return text;
    }

    /// <summary>Whether <see cref="Of"/> knows the structure of a text.</summary>
    public static bool Knows(ReadOnlySpan<byte> text)
    {
        int at = text.IndexOfAnyExcept(" \t\r\n"u8);
        return at >= 0 && text[at] is (byte)'<' or (byte)'{' or (byte)'[';
    }

    private static string Xml(string text, Func<int, int> below)
    {
        List<(int Start, int Inner, int InnerEnd, int End)> elements = Elements(text);
        if (elements.Count == 0) return text;
        (int start, int inner, int innerEnd, int end) = elements[below(elements.Count)];
        string whole = text[start..end];
        switch (below(8))
        {
            case 0: return text.Remove(start, end - start);
            case 1: return text.Insert(start, Repeat(whole, 1 << below(8)));
            case 2:
                (int from, _, _, int to) = elements[below(elements.Count)];
                return string.Concat(text.AsSpan(0, start), text.AsSpan(from, to - from), text.AsSpan(end));
            case 3:
                int times = 1 << below(7);
                return text[..start] + Repeat(text[start..inner], times) + whole + Repeat(text[innerEnd..end], times) + text[end..];
            case 4: return string.Concat(text.AsSpan(0, inner), Repeat(Values[below(Values.Length)], 1 << below(6)), text.AsSpan(innerEnd));
            case 5: return text.Insert(inner, "<![CDATA[" + Values[below(Values.Length)] + "]]><!-- c --><?p i?>");
            default:
                MatchCollection attributes = Attribute().Matches(text);
                if (attributes.Count == 0) return text;
                Group value = attributes[below(attributes.Count)].Groups["value"];
                string by = below(2) == 0 ? Values[below(Values.Length)] : attributes[below(attributes.Count)].Groups["value"].Value;
                return string.Concat(text.AsSpan(0, value.Index), by, text.AsSpan(value.Index + value.Length));
        }
    }

    // Tags that do not belong together are passed over: what they hold is still found.
    private static List<(int Start, int Inner, int InnerEnd, int End)> Elements(string text)
    {
        var elements = new List<(int, int, int, int)>();
        var open = new Stack<(string Name, int Start, int Inner)>();
        foreach (Match tag in Tag().Matches(text))
        {
            int end = tag.Index + tag.Length;
            if (tag.Groups["empty"].Success && tag.Groups["empty"].Length > 0) elements.Add((tag.Index, end, end, end));
            else if (tag.Groups["close"].Length == 0) open.Push((tag.Groups["name"].Value, tag.Index, end));
            else if (open.TryPop(out (string Name, int Start, int Inner) opened) && opened.Name == tag.Groups["name"].Value) elements.Add((opened.Start, opened.Inner, tag.Index, end));
        }

        return elements;
    }

    private static string Json(string text, Func<int, int> below)
    {
        List<(int Start, int End)> values = JsonValues(text);
        if (values.Count == 0) return text;
        (int start, int end) = values[below(values.Count)];
        string value = text[start..end], by;
        switch (below(5))
        {
            case 0: by = Literals[below(Literals.Length)]; break;
            case 1:
                (int from, int to) = values[below(values.Count)];
                by = text[from..to];
                break;
            case 2:
                int depth = 1 << below(8);
                by = new string('[', depth) + value + new string(']', depth);
                break;
            case 3: by = "[" + Repeat(value + ",", 1 << below(8)) + value + "]"; break;
            default: by = value is ['"', ..] ? string.Create(CultureInfo.InvariantCulture, $"\"{Values[below(Values.Length)]}\"") : Literals[below(Literals.Length)]; break;
        }

        return string.Concat(text.AsSpan(0, start), by, text.AsSpan(end));
    }

    private static List<(int Start, int End)> JsonValues(string text)
    {
        var values = new List<(int, int)>();
        var open = new Stack<int>();
        for (int i = 0; i < text.Length;)
        {
            char c = text[i];
            int end = i + 1;
            if (c == '"')
            {
                while (end < text.Length && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
                end = Math.Min(end + 1, text.Length);
                int after = end;
                while (after < text.Length && char.IsWhiteSpace(text[after])) after++;
                if (after >= text.Length || text[after] != ':') values.Add((i, end));
            }
            else if (c is '{' or '[')
            {
                open.Push(i);
            }
            else if (c is '}' or ']')
            {
                if (open.TryPop(out int start)) values.Add((start, end));
            }
            else if (char.IsAsciiLetterOrDigit(c) || c == '-')
            {
                while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '.' or '+' or '-')) end++;
                values.Add((i, end));
            }

            i = end;
        }

        return values;
    }

    private static string Repeat(string piece, int times) => piece.Length * (long)times > 100_000 ? piece : new StringBuilder(piece.Length * times).Insert(0, piece, times).ToString();

    [GeneratedRegex("""<(?<close>/?)(?<name>[\w:]+)(?:[^<>"']|"[^"]*"|'[^']*')*?(?<empty>/?)>""", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();

    [GeneratedRegex("""\s[\w:]+=["'](?<value>[^"'<>]*)["']""", RegexOptions.CultureInvariant)]
    private static partial Regex Attribute();
}

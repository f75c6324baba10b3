using System.Text;

namespace Assay.Retrieval.Reading.Office.Sheets;

/// <summary>What a piece of a number format is.</summary>
internal enum FormatTokenKind
{
    /// <summary>Text that is shown as it is.</summary>
    Literal,

    /// <summary>Places of digits with their point, commas and exponent.</summary>
    Digits,

    /// <summary>A percent sign.</summary>
    Percent,

    /// <summary>A part of a date or time of day: letters of one kind, or elapsed time in brackets.</summary>
    Date,

    /// <summary>The word General.</summary>
    General,
}

/// <summary>A piece of a number format.</summary>
internal readonly record struct FormatToken(FormatTokenKind Kind, string Text);

/// <summary>Takes the code of a number format apart.</summary>
internal static class FormatTokens
{
    /// <summary>The sections for positive, negative, zero and text values.</summary>
    public static List<string> Sections(string code)
    {
        var sections = new List<string>();
        var current = new StringBuilder();
        for (int i = 0; i < code.Length; i++)
        {
            if (code[i] == ';')
            {
                sections.Add(current.ToString());
                current.Clear();
                continue;
            }

            int end = code[i] switch { '"' => code.IndexOf('"', i + 1), '[' => code.IndexOf(']', i), '\\' or '_' or '*' => i + 1, _ => i };
            if (end < i || end >= code.Length) end = code.Length - 1;
            current.Append(code, i, end - i + 1);
            i = end;
        }

        sections.Add(current.ToString());
        return sections;
    }

    /// <summary>The pieces of a section.</summary>
    public static List<FormatToken> Of(string section)
    {
        var tokens = new List<FormatToken>();
        for (int i = 0; i < section.Length;)
        {
            int from = i;
            char c = section[i];
            if (c == '"')
            {
                int close = section.IndexOf('"', i + 1);
                i = close < 0 ? section.Length : close + 1;
                tokens.Add(new(FormatTokenKind.Literal, section[(from + 1)..Math.Max(from + 1, close < 0 ? i : close)]));
            }
            else if (c is '\\' or '_' or '*')
            {
                // "_x" leaves the width of x, "*x" fills with x: neither is text.
                i = Math.Min(section.Length, i + 2);
                tokens.Add(new(FormatTokenKind.Literal, c == '\\' ? section[(from + 1)..i] : c == '_' ? " " : ""));
            }
            else if (c == '[')
            {
                int close = section.IndexOf(']', i);
                i = close < 0 ? section.Length : close + 1;
                Bracket(tokens, section[(from + 1)..(close < 0 ? i : close)]);
            }
            else
            {
                i = Plain(tokens, section, i);
            }
        }

        return tokens;
    }

    private static int Plain(List<FormatToken> tokens, string section, int i)
    {
        int from = i;
        char c = section[i];
        if (section.AsSpan(i).StartsWith("General", StringComparison.OrdinalIgnoreCase))
        {
            tokens.Add(new(FormatTokenKind.General, ""));
            return i + 7;
        }

        foreach (string half in new[] { "AM/PM", "A/P" })
        {
            if (!section.AsSpan(i).StartsWith(half, StringComparison.OrdinalIgnoreCase)) continue;
            tokens.Add(new(FormatTokenKind.Date, half));
            return i + half.Length;
        }

        if ("yYmMdDhHsS".Contains(c, StringComparison.Ordinal))
        {
            while (i < section.Length && char.ToLowerInvariant(section[i]) == char.ToLowerInvariant(c)) i++;
            tokens.Add(new(FormatTokenKind.Date, section[from..i].ToLowerInvariant()));
            return i;
        }

        if (c is '0' or '#' or '?' || (c == '.' && i + 1 < section.Length && section[i + 1] is '0' or '#'))
        {
            i++;
            while (i < section.Length && (section[i] is '0' or '#' or '?' or '.' or ',' or '/' || (section[i] is 'E' or 'e' && i + 1 < section.Length && section[i + 1] is '+' or '-')))
            {
                i += section[i] is 'E' or 'e' ? 2 : 1;
            }

            tokens.Add(new(FormatTokenKind.Digits, section[from..Math.Min(i, section.Length)]));
            return i;
        }

        tokens.Add(c switch { '%' => new(FormatTokenKind.Percent, ""), '@' => new(FormatTokenKind.General, ""), _ => new(FormatTokenKind.Literal, c.ToString()) });
        return i + 1;
    }

    // [$€-407] shows the currency; [h] is elapsed time; colours and conditions show nothing.
    private static void Bracket(List<FormatToken> tokens, string inside)
    {
        if (inside.StartsWith('$'))
        {
            int dash = inside.IndexOf('-', StringComparison.Ordinal);
            tokens.Add(new(FormatTokenKind.Literal, inside[1..(dash < 0 ? inside.Length : dash)]));
        }
        else if (inside.Length > 0 && inside.Length <= 4 && inside.All(c => char.ToLowerInvariant(c) == char.ToLowerInvariant(inside[0])) && "hHmMsS".Contains(inside[0], StringComparison.Ordinal))
        {
            tokens.Add(new(FormatTokenKind.Date, $"[{char.ToLowerInvariant(inside[0])}]"));
        }
    }
}

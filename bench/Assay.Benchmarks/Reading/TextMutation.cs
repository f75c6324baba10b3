using System.Globalization;
using System.Text;

namespace Assay.Benchmarks.Reading;

/// <summary>Damages text along its structure: tokens, lines and stretches between brackets or tags are doubled, dropped, exchanged, nested and repeated, numbers become extreme.</summary>
internal static class TextMutation
{
    private static readonly string[] Nasty =
    [
        "\"", "'", "<", ">", "&", "&#0;", "&#xFFFFFFFF;", "<!DOCTYPE x [<!ENTITY a \"b\">]>", "<![CDATA[", "]]>", "{", "}", "[", "]", "(", ")", "\\", "\\u", "\\uD800", "\0", "\uFEFF", "\uFFFF", "\r", "\n\n", "\t", ",", ";", "|", "::", "```", "----",
        "====", "|===", "..", "- ", "* ", "#", "=", "-->", "From ", "--", "=?utf-8?B?", "%s", "/*", "*/", "//", "--", "$$", "@\"", "\"\"\"", "r#\"", "R\"(", "`", "${", "+-", "+=", "-1", "0", "99999999999999999999", "1e999", "NaN", "\uD800", "é", "東",
    ];

    /// <summary>A damaged file.</summary>
    /// <param name="first">The valid file.</param>
    /// <param name="second">Another one, of which stretches are put in.</param>
    /// <param name="below">A number below a bound.</param>
    public static byte[] Of(byte[] first, byte[] second, Func<int, int> below)
    {
        if (TreeMutation.Knows(first) && below(3) > 0) return Encoding.UTF8.GetBytes(TreeMutation.Of(Encoding.UTF8.GetString(first), below));
        string text = Encoding.UTF8.GetString(first), other = Encoding.UTF8.GetString(second);
        for (int changes = 1 + below(6); changes > 0; changes--) text = Change(text, other, below);
        return Encoding.UTF8.GetBytes(text);
    }

    private static string Change(string text, string other, Func<int, int> below)
    {
        if (text.Length == 0) return Nasty[below(Nasty.Length)];
        (int from, int to) = Stretch(text, below);
        string piece = text[from..to], nasty = Nasty[below(Nasty.Length)];
        switch (below(11))
        {
            case 0: return text.Remove(from, to - from);
            case 1: return text.Insert(below(text.Length), piece);
            case 2: return text.Insert(from, Repeat(piece, 1 << below(7)));
            case 3: return text.Insert(below(text.Length), nasty);
            case 4: return text.Insert(from, Repeat(nasty, 1 << below(12)));
            case 5: return text[..below(text.Length)];
            case 6: return string.Concat(text.AsSpan(0, from), nasty, text.AsSpan(to));
            case 7: return Number(text, below);
            case 8 when other.Length > 0:
                (int start, int end) = Stretch(other, below);
                return text.Insert(from, other[start..end]);
            case 9: return string.Concat(text.AsSpan(0, from), new string(text[from..to].Reverse().ToArray()), text.AsSpan(to));
            default: return string.Concat(text.AsSpan(0, from), ((char)below(0x250)).ToString(), text.AsSpan(Math.Min(text.Length, from + 1)));
        }
    }

    // A line, a tag, what stands between two brackets, or anything.
    private static (int From, int To) Stretch(string text, Func<int, int> below)
    {
        int at = below(text.Length);
        (char open, char close) = below(5) switch { 0 => ('<', '>'), 1 => ('{', '}'), 2 => ('"', '"'), 3 => ('\n', '\n'), _ => ('\0', '\0') };
        int from = open == '\0' ? at : Math.Max(0, text.LastIndexOf(open, at)), to = open == '\0' ? -1 : text.IndexOf(close, Math.Min(text.Length - 1, from + 1));
        if (to < 0) to = Math.Min(text.Length - 1, from + below(40));
        return (from, Math.Max(from, to + 1));
    }

    private static string Repeat(string piece, int times) => piece.Length * (long)times > 200_000 ? piece : string.Concat(Enumerable.Repeat(piece, times));

    private static string Number(string text, Func<int, int> below)
    {
        int from = text.AsSpan(below(text.Length)).IndexOfAnyInRange('0', '9') is >= 0 and int found ? Math.Min(found, text.Length - 1) : -1;
        if (from < 0) return text;
        int to = from;
        while (to < text.Length && char.IsAsciiDigit(text[to])) to++;
        string number = below(6) switch { 0 => "0", 1 => "-1", 2 => "2147483648", 3 => "99999999999999999999", 4 => "1048577", _ => below(100_000).ToString(CultureInfo.InvariantCulture) };
        return string.Concat(text.AsSpan(0, from), number, text.AsSpan(to));
    }
}

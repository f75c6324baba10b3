using System.Globalization;
using System.Text;

namespace Assay.Text.Templates;

/// <summary>What Python's <c>str</c> does, by code points: an emoji is one character.</summary>
internal static class PythonStrings
{
    /// <summary>Python's white space: Unicode's, and four separators of ASCII.</summary>
    /// <param name="c">A character.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\x1c' and <= '\x1f';

    /// <summary>Whether a text is nothing but white space.</summary>
    /// <param name="text">The text.</param>
    /// <returns>True also for no text.</returns>
    public static bool IsSpace(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (!IsSpace(c)) return false;
        }

        return true;
    }

    /// <summary>Number of code points.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The number.</returns>
    public static int Length(string text)
    {
        int count = text.Length;
        for (int i = 1; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text[i - 1], text[i])) count--;
        }

        return count;
    }

    /// <summary>The code points of a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Where each is.</returns>
    public static List<TextSpan> CodePointSpans(string text)
    {
        List<TextSpan> points = new(text.Length);
        for (int i = 0; i < text.Length; i = points[^1].End) points.Add(new TextSpan(i, i + (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]) ? 2 : 1)));
        return points;
    }

    /// <summary><c>rstrip()</c>.</summary>
    /// <param name="text">The text.</param>
    /// <returns>It without white space at its end.</returns>
    public static string StripEnd(string text) => Strip(text, null, start: false, end: true).Of(text).ToString();

    /// <summary><c>strip()</c>, <c>lstrip()</c> and <c>rstrip()</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="characters">What to take away; null for white space.</param>
    /// <param name="start">Whether to take away at the start.</param>
    /// <param name="end">Whether to take away at the end.</param>
    /// <returns>Where what is left is.</returns>
    public static TextSpan Strip(string text, string? characters, bool start, bool end)
    {
        int from = 0, to = text.Length;
        if (characters is not null && characters.Any(char.IsSurrogate)) return StripPoints(text, [.. CodePointSpans(characters).Select(s => s.Of(characters).ToString())], start, end);
        bool Away(char c) => characters is null ? IsSpace(c) : characters.Contains(c, StringComparison.Ordinal);
        while (start && from < to && Away(text[from])) from++;
        while (end && to > from && Away(text[to - 1])) to--;
        return new TextSpan(from, to);
    }

    private static TextSpan StripPoints(string text, HashSet<string> away, bool start, bool end)
    {
        List<TextSpan> points = CodePointSpans(text);
        int from = 0, to = points.Count;
        while (start && from < to && away.Contains(points[from].Of(text).ToString())) from++;
        while (end && to > from && away.Contains(points[to - 1].Of(text).ToString())) to--;
        return from == to ? new TextSpan(0, 0) : new TextSpan(points[from].Start, points[to - 1].End);
    }

    /// <summary><c>split()</c> and <c>rsplit()</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="separator">Between the parts; null for runs of white space.</param>
    /// <param name="most">Most cuts; below 0 for any number.</param>
    /// <param name="fromEnd">Whether cuts are counted from the end.</param>
    /// <returns>Where the parts are.</returns>
    /// <exception cref="TemplateFault">The separator is empty.</exception>
    public static List<TextSpan> Split(string text, string? separator, long most, bool fromEnd)
    {
        if (separator is null) return fromEnd ? SplitSpaceFromEnd(text, most) : SplitSpace(text, most);
        if (separator.Length == 0) throw new TemplateFault("split() needs a separator that is not empty.");
        List<TextSpan> parts = [];
        if (fromEnd)
        {
            int end = text.Length;
            for (int i = LastBefore(text, separator, end); i >= 0 && (most < 0 || parts.Count < most); i = LastBefore(text, separator, end))
            {
                parts.Add(new TextSpan(i + separator.Length, end));
                end = i;
            }

            parts.Add(new TextSpan(0, end));
            parts.Reverse();
            return parts;
        }

        int from = 0;
        for (int i = text.IndexOf(separator, StringComparison.Ordinal); i >= 0 && (most < 0 || parts.Count < most); i = text.IndexOf(separator, from, StringComparison.Ordinal))
        {
            parts.Add(new TextSpan(from, i));
            from = i + separator.Length;
        }

        parts.Add(new TextSpan(from, text.Length));
        return parts;
    }

    private static int LastBefore(string text, string separator, int end) => text.AsSpan(0, end).LastIndexOf(separator, StringComparison.Ordinal);

    private static List<TextSpan> SplitSpace(string text, long most)
    {
        List<TextSpan> parts = [];
        int i = 0;
        while (true)
        {
            while (i < text.Length && IsSpace(text[i])) i++;
            if (i == text.Length) return parts;
            if (most >= 0 && parts.Count == most)
            {
                parts.Add(new TextSpan(i, text.Length));
                return parts;
            }

            int start = i;
            while (i < text.Length && !IsSpace(text[i])) i++;
            parts.Add(new TextSpan(start, i));
        }
    }

    private static List<TextSpan> SplitSpaceFromEnd(string text, long most)
    {
        List<TextSpan> parts = [];
        int i = text.Length;
        while (true)
        {
            while (i > 0 && IsSpace(text[i - 1])) i--;
            if (i == 0) break;
            int end = i;
            if (most >= 0 && parts.Count == most)
            {
                parts.Add(new TextSpan(0, end));
                break;
            }

            while (i > 0 && !IsSpace(text[i - 1])) i--;
            parts.Add(new TextSpan(i, end));
        }

        parts.Reverse();
        return parts;
    }

    /// <summary><c>splitlines()</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="keepEnds">Whether the line breaks stay.</param>
    /// <returns>Where the lines are.</returns>
    public static List<TextSpan> Lines(string text, bool keepEnds)
    {
        List<TextSpan> lines = [];
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('\n' or '\r' or '\v' or '\f' or '\x1c' or '\x1d' or '\x1e' or '\x85' or '\u2028' or '\u2029')) continue;
            int end = text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n' ? i + 2 : i + 1;
            lines.Add(new TextSpan(start, keepEnds ? end : i));
            start = end;
            i = end - 1;
        }

        if (start < text.Length) lines.Add(new TextSpan(start, text.Length));
        return lines;
    }

    /// <summary><c>upper()</c>, with the letters that become several.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text in upper case.</returns>
    public static string Upper(string text) => text.ToUpperInvariant().Replace("ß", "SS", StringComparison.Ordinal);

    /// <summary><c>lower()</c>.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text in lower case.</returns>
    public static string Lower(string text) => text.ToLowerInvariant();

    /// <summary><c>capitalize()</c>: the first letter upper, the others lower.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The result.</returns>
    public static string Capitalize(string text)
    {
        if (text.Length == 0) return text;
        int first = text.Length > 1 && char.IsSurrogatePair(text[0], text[1]) ? 2 : 1;
        return (text[0] == 'ß' ? "Ss" : Upper(text[..first])) + Lower(text[first..]);
    }

    /// <summary><c>title()</c>: every letter after something else upper, the others lower.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The result.</returns>
    public static string Title(string text)
    {
        StringBuilder result = new(text.Length);
        bool inside = false;
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool letter = Rune.IsLetter(rune) && Rune.GetUnicodeCategory(rune) != UnicodeCategory.OtherLetter;
            result.Append((inside ? Rune.ToLowerInvariant(rune) : Rune.ToUpperInvariant(rune)).ToString());
            inside = letter;
        }

        return result.ToString();
    }

    /// <summary><c>replace()</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="old">What to replace.</param>
    /// <param name="with">What to put there.</param>
    /// <param name="most">Most places; below 0 for all.</param>
    /// <returns>The result.</returns>
    /// <exception cref="TemplateFault">It would be too long.</exception>
    public static TemplateText Replace(TemplateText text, string old, TemplateText with, long most)
    {
        List<TextSpan> parts = old.Length > 0 ? Split(text.Text, old, most, fromEnd: false) : [new(0, 0), .. CodePointSpans(text.Text), new(text.Text.Length, text.Text.Length)];
        if (old.Length == 0 && most >= 0 && most < parts.Count - 1) parts = [.. parts[..(int)most], new TextSpan(parts[(int)most].Start, text.Text.Length)];
        if (text.Text.Length + (long)(parts.Count - 1) * with.Text.Length > TemplateLimits.LongestText) throw new TemplateFault($"a text grew beyond {TemplateLimits.LongestText} characters.");
        return TemplateText.Join(with, parts.Select(text.Slice));
    }
}

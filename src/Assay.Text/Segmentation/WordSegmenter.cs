using System.Buffers;
using System.Globalization;
using System.Text;

namespace Assay.Text.Segmentation;

/// <summary>Splits text into words for matching and counting.</summary>
/// <remarks>
/// What is one word:
/// <list type="bullet">
/// <item>a run of letters, digits, combining marks and underscores in any script; Han and Hiragana characters are one word each, for want of a dictionary;</item>
/// <item>inner apostrophes stay (<c>don't</c>), a possessive ending is in the span but not in the normal form (<c>Rome's</c> gives <c>rome</c>);</item>
/// <item>inner hyphens split letters (<c>well-known</c> gives two words) but keep codes and dates whole: a hyphenated word is one word when
/// some part has a digit (<c>FL-4012</c>, <c>covid-19</c>, <c>2024-01-31</c>), except for a range of two numbers (<c>10-20</c>, two words);</item>
/// <item>inner stops stay (<c>3.5</c>, <c>1.2.0</c>, <c>u.s</c>, <c>appsettings.json</c>), inner commas only between digits, where the normal
/// form drops grouping (<c>1,190</c> gives <c>1190</c>);</item>
/// <item>a currency sign before and a percent sign after a number belong to it (<c>$40</c>, <c>50%</c>), and so do <c>#</c> and <c>++</c> after a letter (<c>c#</c>, <c>c++</c>);</item>
/// <item>addresses (<c>https://…</c>, <c>name@host.org</c>) are one word.</item>
/// </list>
/// </remarks>
public static class WordSegmenter
{
    /// <summary>How far around a hyphen is looked; longer codes may be split. Keeps the time linear.</summary>
    private const int LongestCode = 64;

    private static readonly SearchValues<char> s_rangeCharacters = SearchValues.Create("0123456789-‑.,$€£¥₹");

    /// <summary>The words of <paramref name="text"/> in order; punctuation and symbols are left out.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>Ordered words that do not overlap, with spans into <paramref name="text"/>.</returns>
    public static IReadOnlyList<Word> Segment(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Segment(text, new TextSpan(0, text.Length));
    }

    /// <summary>The words of one part of a text.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="part">The part to read; a word does not reach over its ends.</param>
    /// <returns>Ordered words that do not overlap, with spans into <paramref name="text"/>.</returns>
    public static IReadOnlyList<Word> Segment(string text, TextSpan part)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = new List<Word>();
        ReadOnlySpan<char> source = text.AsSpan(0, part.End);
        for (int i = part.Start; i < source.Length;)
        {
            int end = WordEnd(source, i);
            if (end == i)
            {
                i++;
                continue;
            }

            words.Add(new Word(new TextSpan(i, end), Normalize(source[i..end])));
            i = end;
        }

        return words;
    }

    private static int WordEnd(ReadOnlySpan<char> text, int start)
    {
        int i = start;
        if (IsCurrency(text[i]))
        {
            if (i + 1 >= text.Length || !char.IsDigit(text[i + 1])) return start;
            i++;
        }

        if (Unit(text, i) is not (> 0 and int length)) return start;
        if (IsSingle(text[i])) return i + 1;
        if (Address(text, i) is > 0 and int address) return i + address;
        i += length;
        while (i < text.Length)
        {
            int unit = IsSingle(text[i]) ? 0 : Unit(text, i);
            if (unit > 0) i += unit;
            else if (Joins(text, start, i)) i++;
            else break;
        }

        return i + Suffix(text, start, i);
    }

    /// <summary>Length of the letter, digit, mark or underscore at <paramref name="at"/>, 0 for anything else.</summary>
    private static int Unit(ReadOnlySpan<char> text, int at)
    {
        char c = text[at];
        if (char.IsAsciiLetterOrDigit(c) || c == '_') return 1;
        if (c < 0x80) return 0;
        if (Rune.DecodeFromUtf16(text[at..], out Rune rune, out int length) != OperationStatus.Done) return 0;
        return Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber
            || Rune.IsLetterOrDigit(rune) ? length : 0;
    }

    private static bool IsSingle(char c) => c is >= '\u3040' and <= '\u309F' or >= '\u3400' and <= '\u9FFF';

    private static bool IsCurrency(char c) => c is '$' or '€' or '£' or '¥' or '₹';

    /// <summary>Whether the character at <paramref name="at"/> ties what is before it to what is after it.</summary>
    private static bool Joins(ReadOnlySpan<char> text, int start, int at)
    {
        if (at + 1 >= text.Length || Unit(text, at + 1) == 0 || IsSingle(text[at + 1])) return false;
        char before = text[at - 1], after = text[at + 1];
        return text[at] switch
        {
            '\'' or '’' => char.IsLetter(before) && char.IsLetter(after),
            '.' => true,
            ',' => char.IsDigit(before) && char.IsDigit(after),
            '-' or '‑' => HyphenJoins(text, start, at),
            _ => false,
        };
    }

    private static bool HyphenJoins(ReadOnlySpan<char> text, int start, int at)
    {
        int first = Math.Max(start, at - LongestCode), last = at + 1;
        while (last < text.Length && last < at + LongestCode && (Unit(text, last) > 0 || text[last] is '-' or '‑')) last++;
        ReadOnlySpan<char> whole = text[first..last];
        if (!whole.ContainsAnyInRange('0', '9')) return false;
        int hyphens = whole.Count('-') + whole.Count('‑');
        return hyphens > 1 || whole.ContainsAnyExcept(s_rangeCharacters);
    }

    /// <summary>Length of a web or mail address at <paramref name="at"/>, 0 when there is none.</summary>
    private static int Address(ReadOnlySpan<char> text, int at)
    {
        ReadOnlySpan<char> rest = text[at..];
        bool web = rest.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || rest.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            || rest.StartsWith("www.", StringComparison.OrdinalIgnoreCase);
        // Looked for only where a run of such characters starts: once for each run, however long it is.
        if (!web && at > 0 && IsMailCharacter(text[at - 1])) return 0;
        int i = 0, sign = -1;
        while (i < rest.Length && (web ? IsWebCharacter(rest[i]) : IsMailCharacter(rest[i])))
        {
            if (rest[i] == '@' && sign < 0) sign = i;
            i++;
        }

        while (i > 0 && !char.IsLetterOrDigit(rest[i - 1]) && rest[i - 1] != '/') i--;
        return web || (sign > 0 && sign + 1 < i && rest[(sign + 1)..i].Contains('.')) ? i : 0;
    }

    private static bool IsWebCharacter(char c) => !char.IsWhiteSpace(c) && c is not ('<' or '>' or '"' or '|');

    private static bool IsMailCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '+' or '@';

    private static int Suffix(ReadOnlySpan<char> text, int start, int end)
    {
        if (end >= text.Length) return 0;
        if (text[end] is '%' or '‰' && char.IsDigit(text[end - 1])) return 1;
        if (end - start != 1 || !char.IsLetter(text[start])) return 0;
        if (text[end..].StartsWith("++", StringComparison.Ordinal)) return 2;
        return text[end] == '#' ? 1 : 0;
    }

    private static string Normalize(ReadOnlySpan<char> word)
    {
        if (word.EndsWith("'s", StringComparison.OrdinalIgnoreCase) || word.EndsWith("’s", StringComparison.OrdinalIgnoreCase)) word = word[..^2];
        string normal = word.ToString().ToLowerInvariant().Replace('’', '\'').Replace('‑', '-');
        return IsGrouped(normal) ? normal.Replace(",", "", StringComparison.Ordinal) : normal;
    }

    /// <summary>Digits in groups of three, as in <c>$1,190.50</c>.</summary>
    private static bool IsGrouped(string word)
    {
        int comma = word.IndexOf(',', StringComparison.Ordinal), since = -1;
        if (comma < 1) return false;
        foreach (char c in word)
        {
            if (c == ',')
            {
                if (since is not (-1 or 3)) return false;
                since = 0;
            }
            else if (!char.IsAsciiDigit(c))
            {
                if (since is >= 0 and not 3) return false;
                since = since >= 0 ? -2 : since;
            }
            else if (since >= 0)
            {
                since++;
            }
        }

        return since is 3 or -2;
    }
}

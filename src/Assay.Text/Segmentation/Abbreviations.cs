using System.Collections.Frozen;

namespace Assay.Text.Segmentation;

/// <summary>Decides whether a single full stop belongs to the word before it.</summary>
internal static class Abbreviations
{
    private const int LongestWord = 24;

    /// <summary>Always followed by more of the same sentence.</summary>
    private static readonly FrozenSet<string> s_never = Set(
        "mr mrs ms dr prof gen sen rep gov capt col lt sgt cpl maj cmdr adm rev fr hon pres st mt ft messrs mme mlle vs v cf viz ca approx resp " +
        "e.g i.e eg ie op fig figs eq eqs tab al incl excl");

    /// <summary>Belongs to the number that follows; a word of its own otherwise ("She said no. Then").</summary>
    private static readonly FrozenSet<string> s_beforeNumber = Set(
        "no nos vol vols p pp sec sect ch chap art para pt ver ed app nr jan feb mar apr jun jul aug sep sept oct nov dec");

    /// <summary>May end a sentence as well as stand inside a name: ends one only before a word that commonly begins sentences.</summary>
    private static readonly FrozenSet<string> s_maybe = Set("inc ltd co corp jr sr bros dept ave blvd rd est univ assn gmbh llc plc a.m p.m ph.d b.c a.d u.s u.k u.n d.c");

    private static readonly FrozenSet<string> s_starters = Set(
        "the a an this that these those it its he she his her they their there we our you your i in on at by for from with when while where if as after before since " +
        "although though however but and so then once during most many some all each both no not what who how why to please see use");

    /// <summary>Whether the sentence that began at <paramref name="start"/> goes on past the full stop at <paramref name="stop"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the sentence began.</param>
    /// <param name="stop">Position of the full stop, white space after it.</param>
    /// <param name="next">First visible character after it; not a lower-case word.</param>
    public static bool Continues(string text, int start, int stop, int next)
    {
        int from = stop;
        int floor = Math.Max(start, stop - LongestWord);
        while (from > floor && !char.IsWhiteSpace(text[from - 1])) from--;
        while (from < stop && !char.IsLetterOrDigit(text[from])) from++;
        if (from == stop) return false;
        ReadOnlySpan<char> word = text.AsSpan(from, stop - from);
        if (IsEnumerator(word) && LineStart(text, start, from)) return true;
        if (s_never.Contains(Lower(word))) return true;
        if (s_beforeNumber.Contains(Lower(word))) return char.IsDigit(text[next]) || text[next] == '#';
        return (IsInitials(word) || s_maybe.Contains(Lower(word))) && !StartsSentence(text, next);
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static string Lower(ReadOnlySpan<char> word) => word.ToString().ToLowerInvariant();

    /// <summary><c>1</c>, <c>12</c>, <c>2.1</c>, <c>b</c>, <c>iv</c>: what numbers a list item.</summary>
    private static bool IsEnumerator(ReadOnlySpan<char> word)
    {
        if (word.Length == 1) return char.IsAsciiLetterOrDigit(word[0]);
        bool roman = word.Length <= 3, number = word.Length <= 5;
        int digits = 0;
        foreach (char c in word)
        {
            roman &= c is 'i' or 'v' or 'x';
            digits = c == '.' ? 0 : digits + 1;
            number &= c == '.' || (char.IsAsciiDigit(c) && digits <= 2);
        }

        return roman || number;
    }

    private static bool LineStart(string text, int start, int at)
    {
        for (int i = at - 1; i >= start && at - i < LongestWord; i--)
        {
            if (LineBreaks.IsBreak(text[i])) return true;
            if (char.IsLetterOrDigit(text[i])) return false;
        }

        return true;
    }

    /// <summary>A capital by itself (J), or several with stops between them (U.N.E.S.C.O).</summary>
    private static bool IsInitials(ReadOnlySpan<char> word)
    {
        for (int i = 0; i < word.Length; i++)
        {
            if (i % 2 == 0 ? !char.IsUpper(word[i]) : word[i] is not ('.' or '-')) return false;
        }

        return word.Length % 2 == 1;
    }

    private static bool StartsSentence(string text, int next)
    {
        if (text[next] is '"' or '“' or '‘' or '«') return true;
        int end = next;
        while (end < text.Length && end - next < LongestWord && (char.IsLetter(text[end]) || text[end] is '\'' or '’')) end++;
        return end > next && (char.IsUpper(text[next]) || !char.IsLetter(text[next])) && s_starters.Contains(Lower(text.AsSpan(next, end - next)))
            && (end - next > 1 || text[next] != 'A' || end == text.Length || text[end] != '.');
    }
}

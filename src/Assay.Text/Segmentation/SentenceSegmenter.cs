using System.Text;

namespace Assay.Text.Segmentation;

/// <summary>Splits plain text into sentences by rules; needs no model and no list of names.</summary>
/// <remarks>
/// Made for English, with the stops of Chinese and Japanese. It follows one idea: a full stop ends a sentence unless there is a reason
/// that it does not (an abbreviation, an initial, an enumeration, no white space after it, a lower-case continuation). An error costs
/// least where two sentences stay together, so doubtful cases are not split. Time is linear in the length of the text.
/// </remarks>
public static class SentenceSegmenter
{
    /// <summary>The sentences of <paramref name="text"/>, in order, trimmed of surrounding white space; together they hold every visible character.</summary>
    /// <param name="text">
    /// Plain text. A line break inside a wrapped paragraph is white space; an empty line ends a sentence, and so does the end of a line
    /// that is an item, a row or a heading rather than a wrapped line (see <see cref="LineBreaks"/>).
    /// </param>
    /// <returns>Spans into <paramref name="text"/>; empty when it has no visible character.</returns>
    public static IReadOnlyList<TextSpan> Segment(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var sentences = new List<TextSpan>();
        var lines = new LineBreaks(text);
        int start = 0, i = 0;
        while (i < text.Length)
        {
            char c = text[i];
            int next = i + 1;
            bool ends = false;
            if (IsStop(c))
            {
                next = SkipStops(text, i);
                ends = EndsAt(text, start, i, next);
            }
            else if (LineBreaks.IsBreak(c))
            {
                next = LineBreaks.SkipWhiteSpace(text, i);
                ends = lines.EndsSentence(i, next);
            }

            if (ends)
            {
                Add(sentences, text, start, next);
                start = next;
            }

            i = next;
        }

        Add(sentences, text, start, text.Length);
        return sentences;
    }

    private static void Add(List<TextSpan> sentences, string text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start])) start++;
        while (end > start && char.IsWhiteSpace(text[end - 1])) end--;
        if (end > start) sentences.Add(new TextSpan(start, end));
    }

    private static bool IsStop(char c) => c is '.' or '!' or '?' or '…' || IsWideStop(c);

    private static bool IsWideStop(char c) => c is '。' or '！' or '？' or '｡';

    private static bool IsCloser(char c) => c is '"' or '\'' or '”' or '’' or '»' or ')' or ']' or '}' or '」' or '』' or '）' or '】' or '*';

    /// <summary>Past the stops at <paramref name="at"/>, the quotes and brackets that close after them, and reference marks such as <c>[12]</c>.</summary>
    private static int SkipStops(string text, int at)
    {
        int i = at + 1;
        while (i < text.Length)
        {
            if (IsStop(text[i]) || IsCloser(text[i])) i++;
            else if (text[i] == '[' && ReferenceMark(text, i) is > 0 and int length) i += length;
            else break;
        }

        return i;
    }

    private static int ReferenceMark(string text, int at)
    {
        int i = at + 1;
        while (i < text.Length && i - at <= 4 && char.IsAsciiDigit(text[i])) i++;
        return i > at + 1 && i < text.Length && text[i] == ']' ? i + 1 - at : 0;
    }

    /// <summary>Whether the stops in <c>[stop, after)</c> end the sentence that began at <paramref name="start"/>.</summary>
    private static bool EndsAt(string text, int start, int stop, int after)
    {
        bool wide = false, loud = false;
        int dots = 0;
        for (int i = stop; i < after; i++)
        {
            wide |= IsWideStop(text[i]);
            loud |= text[i] is '!' or '?';
            dots += text[i] == '.' ? 1 : text[i] == '…' ? 3 : 0;
        }

        if (wide || after == text.Length) return true;
        if (IsWideLetter(text[after])) return true;
        if (!char.IsWhiteSpace(text[after])) return false;
        int next = LineBreaks.SkipWhiteSpace(text, after);
        if (next == text.Length) return true;
        if (StartsInLowerCase(text, next)) return false;
        if (loud || dots > 1) return true;
        bool closed = after > stop + 1;
        return closed ? !IsOpener(text[stop - (stop > start ? 1 : 0)]) : !Abbreviations.Continues(text, start, stop, next);
    }

    private static bool IsOpener(char c) => c is '(' or '[' or '{' or '“' or '‘' or '«';

    private static bool IsWideLetter(char c) => c is >= '\u3040' and <= '\u30FF' or >= '\u3400' and <= '\u9FFF' or '「' or '『';

    /// <summary>A lower-case word continues the sentence; a word with capitals inside (a product name) does not tell.</summary>
    private static bool StartsInLowerCase(string text, int at)
    {
        while (at < text.Length && (IsOpener(text[at]) || text[at] is '"' or '\'')) at++;
        if (at >= text.Length || !Rune.TryGetRuneAt(text, at, out Rune first) || !Rune.IsLower(first)) return false;
        for (int i = at; i < text.Length && i < at + 12 && char.IsLetterOrDigit(text[i]); i++)
        {
            if (char.IsUpper(text[i])) return false;
        }

        return true;
    }
}

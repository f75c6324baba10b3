namespace Assay.Text.Segmentation;

/// <summary>Tells the line breaks that end something from those that only wrap a paragraph.</summary>
/// <remarks>
/// A break ends a sentence when an empty line follows, when the next line opens with a list marker, when either line is a table row
/// (has <c> | </c>), or when the next line starts in other than lower case and its first word would still have fitted on this line:
/// nobody who wraps text breaks there. The width that a paragraph was wrapped to is taken as its widest line, at least 60;
/// a paragraph with a line of more than 160 characters was not wrapped at all.
/// </remarks>
internal sealed class LineBreaks(string text)
{
    private const int NarrowestWrap = 60;
    private const int WidestWrap = 160;
    private int _paragraphEnd = -1;
    private int _width;

    public static bool IsBreak(char c) => c is '\n' or '\r' or '\f' or '\u0085' or '\u2028' or '\u2029';

    public static int SkipWhiteSpace(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        return at;
    }

    /// <summary>Whether the white space from the break at <paramref name="at"/> to the visible character at <paramref name="next"/> ends a sentence.</summary>
    /// <remarks>To be asked in ascending order of <paramref name="at"/>: the paragraph's width is measured once and kept.</remarks>
    public bool EndsSentence(int at, int next)
    {
        if (next >= text.Length || IsEmptyLine(at, next)) return true;
        int lineStart = at;
        int floor = Math.Max(0, at - WidestWrap - 1);
        bool row = false;
        while (lineStart > floor && !IsBreak(text[lineStart - 1])) row |= text[--lineStart] == '|';
        if (row || StartsItem(next) || IsRow(next)) return true;
        if (char.IsLower(text[next])) return false;
        int width = Width(lineStart);
        return width > WidestWrap || at - lineStart + 1 + WordLength(next) <= width;
    }

    private bool IsEmptyLine(int at, int next)
    {
        int breaks = 0;
        for (int i = at; i < next; i++)
        {
            if (text[i] is '\f' or '\u2029') return true;
            if (text[i] is '\n' or '\u0085' or '\u2028' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n'))) breaks++;
        }

        return breaks > 1;
    }

    /// <summary>A bullet, or a number or letter with a stop or bracket, then white space.</summary>
    private bool StartsItem(int at)
    {
        if (text[at] is '-' or '*' or '+' or '•' or '‣' or '◦' or '–' or '#' or '>') return at + 1 < text.Length && (char.IsWhiteSpace(text[at + 1]) || text[at] == '#');
        int i = at + (text[at] == '(' ? 1 : 0), from = i;
        while (i < text.Length && i - from < 3 && char.IsAsciiDigit(text[i])) i++;
        if (i == from && i < text.Length && char.IsAsciiLetter(text[i])) i++;
        return i > from && i + 1 < text.Length && text[i] is '.' or ')' && char.IsWhiteSpace(text[i + 1]);
    }

    private bool IsRow(int at)
    {
        if (text[at] == '|') return true;
        for (int i = at; i < text.Length && i < at + WidestWrap && !IsBreak(text[i]); i++)
        {
            if (text[i] == '|' && char.IsWhiteSpace(text[i - 1]) && i + 1 < text.Length && char.IsWhiteSpace(text[i + 1])) return true;
        }

        return false;
    }

    private int WordLength(int at)
    {
        int i = at;
        while (i < text.Length && i < at + WidestWrap && !char.IsWhiteSpace(text[i])) i++;
        return i - at;
    }

    private int Width(int lineStart)
    {
        if (lineStart < _paragraphEnd) return _width;
        _width = NarrowestWrap;
        int line = lineStart, i = lineStart;
        while (i < text.Length)
        {
            if (IsBreak(text[i]))
            {
                _width = Math.Max(_width, i - line);
                int next = SkipWhiteSpace(text, i);
                if (next >= text.Length || IsEmptyLine(i, next)) break;
                line = i = next;
            }
            else
            {
                i++;
            }
        }

        if (i >= text.Length) _width = Math.Max(_width, i - line);
        _paragraphEnd = Math.Max(i, lineStart + 1);
        return _width;
    }
}

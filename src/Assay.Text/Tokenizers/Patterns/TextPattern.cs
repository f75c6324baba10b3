using System.Text;

namespace Assay.Text.Tokenizers.Patterns;

/// <summary>What a text is searched for. Safe to use from several threads.</summary>
internal abstract class TextPattern
{
    /// <summary>Matches and what is between them, in order, covering the text.</summary>
    /// <param name="text">Not empty.</param>
    /// <param name="parts">Takes them.</param>
    /// <exception cref="InputException">The pattern takes too long on this text.</exception>
    public abstract void Find(ReadOnlySpan<char> text, List<(int Start, int End, bool IsMatch)> parts);

    /// <summary>Adds a match and what is between it and the one before.</summary>
    /// <returns>Where the match ends.</returns>
    protected static int Add(List<(int Start, int End, bool IsMatch)> parts, int previous, int start, int end)
    {
        if (previous != start) parts.Add((previous, start, false));
        parts.Add((start, end, true));
        return end;
    }

    /// <summary>Adds what is after the last match.</summary>
    protected static void AddRest(List<(int Start, int End, bool IsMatch)> parts, int previous, int length)
    {
        if (previous != length) parts.Add((previous, length, false));
    }

    /// <summary>A text with the matches replaced.</summary>
    public string Replace(string text, string by)
    {
        if (text.Length == 0) return text;
        var parts = new List<(int Start, int End, bool IsMatch)>();
        Find(text, parts);
        var replaced = new StringBuilder();
        foreach ((int start, int end, bool isMatch) in parts)
        {
            if (isMatch) replaced.Append(by);
            else replaced.Append(text, start, end - start);
        }

        return replaced.ToString();
    }
}

/// <summary>A fixed text.</summary>
/// <param name="literal">The text; an empty one matches nothing.</param>
internal sealed class LiteralPattern(string literal) : TextPattern
{
    /// <inheritdoc/>
    public override void Find(ReadOnlySpan<char> text, List<(int Start, int End, bool IsMatch)> parts)
    {
        int previous = 0;
        while (literal.Length > 0)
        {
            int found = text[previous..].IndexOf(literal, StringComparison.Ordinal);
            if (found < 0) break;
            previous = Add(parts, previous, previous + found, previous + found + literal.Length);
        }

        AddRest(parts, previous, text.Length);
    }
}

/// <summary>Single characters of some kind.</summary>
/// <param name="matches">Says whether a character matches.</param>
internal sealed class CharacterPattern(Func<int, bool> matches) : TextPattern
{
    /// <inheritdoc/>
    public override void Find(ReadOnlySpan<char> text, List<(int Start, int End, bool IsMatch)> parts)
    {
        int previous = 0, units;
        for (int at = 0; at < text.Length; at += units)
        {
            if (matches(UnicodeText.ScalarAt(text, at, out units))) previous = Add(parts, previous, at, at + units);
        }

        AddRest(parts, previous, text.Length);
    }
}

/// <summary>Words and runs of other visible characters: <c>\w+|[^\w\s]+</c>.</summary>
internal sealed class WordPattern : TextPattern
{
    /// <inheritdoc/>
    public override void Find(ReadOnlySpan<char> text, List<(int Start, int End, bool IsMatch)> parts)
    {
        int previous = 0;
        for (int at = 0; at < text.Length;)
        {
            int kind = KindAt(text, at, out int units), end = at + units;
            while (kind != 0 && end < text.Length && KindAt(text, end, out units) == kind) end += units;
            if (kind != 0) previous = Add(parts, previous, at, end);
            at = end;
        }

        AddRest(parts, previous, text.Length);
    }

    private static int KindAt(ReadOnlySpan<char> text, int at, out int units)
    {
        int scalar = UnicodeText.ScalarAt(text, at, out units);
        if (scalar < 0x80 && char.IsAsciiLetterOrDigit((char)scalar)) return 1;
        return UnicodeText.IsWhiteSpace(scalar) ? 0 : UnicodeText.IsWord(scalar) ? 1 : 2;
    }
}

/// <summary>One of the well-known patterns, which match everywhere.</summary>
/// <param name="scanner">The pattern.</param>
internal sealed class ScannerPattern(PieceScanner scanner) : TextPattern
{
    /// <summary>The pattern.</summary>
    public PieceScanner Scanner => scanner;

    /// <inheritdoc/>
    public override void Find(ReadOnlySpan<char> text, List<(int Start, int End, bool IsMatch)> parts)
    {
        for (int at = 0; at < text.Length;)
        {
            int end = scanner.End(text, at);
            parts.Add((at, end, true));
            at = end;
        }
    }
}

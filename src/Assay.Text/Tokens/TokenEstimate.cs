namespace Assay.Text.Tokens;

/// <summary>How many tokens a typical byte-pair vocabulary would make of a text, without having that vocabulary.</summary>
/// <remarks>
/// Counts word pieces: a run of Latin letters costs one token per started 6 letters, a run of digits one per 3, every other visible
/// character one, a combining accent nothing. Letters outside Latin, Greek and Cyrillic cost one each. Within about 10% of cl100k on English prose and documentation.
/// Used where no tokenizer of the model in use is at hand (hosted models, the extractive reader).
/// </remarks>
public static class TokenEstimate
{
    private const int LettersPerToken = 6;
    private const int DigitsPerToken = 3;

    private enum Kind : byte
    {
        Visible,
        Letter,
        Digit,
        Space,
        Accent,
    }

    // Latin, Greek and Cyrillic, whose letters come in words; a table, because this is asked of every character of every document.
    private static readonly Kind[] Kinds = [.. Enumerable.Range(0, '\u0590').Select(c => KindOf((char)c))];

    /// <summary>The estimated number of tokens of <paramref name="text"/>.</summary>
    /// <param name="text">Any text; may be empty.</param>
    /// <returns>0 for empty or blank text, else at least 1.</returns>
    public static int Count(ReadOnlySpan<char> text)
    {
        Kind[] kinds = Kinds;
        int tokens = 0, lettersLeft = 0, digitsLeft = 0;
        bool inWord = false, pairOpen = false;
        foreach (char c in text)
        {
            Kind kind = c < kinds.Length ? kinds[c] : char.IsWhiteSpace(c) ? Kind.Space : Kind.Visible;
            if (kind == Kind.Letter)
            {
                if (lettersLeft == 0) (tokens, lettersLeft) = (tokens + 1, LettersPerToken);
                (lettersLeft, digitsLeft, inWord, pairOpen) = (lettersLeft - 1, 0, true, false);
                continue;
            }

            if (kind == Kind.Digit)
            {
                if (digitsLeft == 0) (tokens, digitsLeft) = (tokens + 1, DigitsPerToken);
                (digitsLeft, lettersLeft, inWord, pairOpen) = (digitsLeft - 1, 0, true, false);
                continue;
            }

            if (kind == Kind.Accent && inWord) continue;
            if (kind != Kind.Space && !(pairOpen && char.IsLowSurrogate(c))) tokens++;
            (lettersLeft, digitsLeft, inWord, pairOpen) = (0, 0, false, char.IsHighSurrogate(c));
        }

        return tokens;
    }

    private static Kind KindOf(char c) =>
        c is >= '\u0300' and <= '\u036F' ? Kind.Accent : char.IsLetter(c) ? Kind.Letter : char.IsAsciiDigit(c) ? Kind.Digit : char.IsWhiteSpace(c) ? Kind.Space : Kind.Visible;
}

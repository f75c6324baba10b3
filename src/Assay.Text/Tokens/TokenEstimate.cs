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

    /// <summary>The estimated number of tokens of <paramref name="text"/>.</summary>
    /// <param name="text">Any text; may be empty.</param>
    /// <returns>0 for empty or blank text, else at least 1.</returns>
    public static int Count(ReadOnlySpan<char> text)
    {
        int tokens = 0, letters = 0, digits = 0;
        bool pairOpen = false;
        foreach (char c in text)
        {
            if (c is >= '\u0300' and <= '\u036F' && (letters > 0 || digits > 0)) continue;
            bool letter = c < '\u0590' && char.IsLetter(c);
            bool digit = char.IsAsciiDigit(c);
            bool secondHalf = pairOpen && char.IsLowSurrogate(c);
            if (letter ? letters++ % LettersPerToken == 0 : digit ? digits++ % DigitsPerToken == 0 : !char.IsWhiteSpace(c) && !secondHalf)
            {
                tokens++;
            }

            letters = letter ? letters : 0;
            digits = digit ? digits : 0;
            pairOpen = char.IsHighSurrogate(c);
        }

        return tokens;
    }
}

namespace Assay.Text.Tokenizers.Patterns;

/// <summary>The pattern of o200k, whose words change case only once.</summary>
internal sealed class O200kScanner : PieceScanner
{
    /// <summary>As tokenizer.json files have it.</summary>
    public const string Pattern =
        @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private const CharacterKinds Named = CharacterKinds.Space | CharacterKinds.Letter | CharacterKinds.Number;

    /// <inheritdoc/>
    public override int End(ReadOnlySpan<char> text, int start)
    {
        int word = Word(text, start);
        if (word > start) return word;
        CharacterKinds first = CharacterTable.At(text, start, out _);
        if ((first & CharacterKinds.Number) != 0) return SkipNumbers(text, start, 3);
        int at = text[start] == ' ' ? start + 1 : start;
        if (at < text.Length && (CharacterTable.At(text, at, out int width) & Named) == 0)
        {
            int end = SkipNone(text, at + width, Named);
            while (end < text.Length && text[end] is '\r' or '\n' or '/') end++;
            return end;
        }

        return Cl100kScanner.SpacesWithLines(text, start);
    }

    // The first alternative is tried with the optional character before the word and without it, then the second the same way.
    private static int Word(ReadOnlySpan<char> text, int start)
    {
        CharacterKinds first = CharacterTable.At(text, start, out int units);
        bool mayPrecede = (first & (CharacterKinds.Letter | CharacterKinds.Number | CharacterKinds.LineEnd)) == 0;
        int after = start + units;
        int end = mayPrecede && after < text.Length ? EndingLow(text, after) : -1;
        if (end < 0) end = EndingLow(text, start);
        if (end < 0 && mayPrecede && after < text.Length) end = StartingHigh(text, after);
        if (end < 0) end = StartingHigh(text, start);
        return end < 0 ? start : Contraction(text, end, anyCase: true);
    }

    // Any number that may be upper, then one or more that may be lower; the first part gives back what the second needs.
    private static int EndingLow(ReadOnlySpan<char> text, int start)
    {
        int high = SkipAny(text, start, CharacterKinds.UpperLike);
        int low = SkipAny(text, high, CharacterKinds.LowerLike);
        if (low > high) return low;
        while (high > start)
        {
            int before = high - (high - start > 1 && char.IsLowSurrogate(text[high - 1]) ? 2 : 1);
            if ((CharacterTable.At(text, before, out _) & CharacterKinds.LowerLike) != 0) return SkipAny(text, before, CharacterKinds.LowerLike);
            high = before;
        }

        return -1;
    }

    private static int StartingHigh(ReadOnlySpan<char> text, int start)
    {
        int high = SkipAny(text, start, CharacterKinds.UpperLike);
        return high == start ? -1 : SkipAny(text, high, CharacterKinds.LowerLike);
    }
}

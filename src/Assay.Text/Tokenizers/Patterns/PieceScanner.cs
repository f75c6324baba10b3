namespace Assay.Text.Tokenizers.Patterns;

/// <summary>One of the patterns that models are trained with, written out by hand. Such a pattern matches everywhere, so a text is a row of matches.</summary>
internal abstract class PieceScanner
{
    /// <summary>Where the match that starts at a place ends.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the match starts; less than the length.</param>
    /// <returns>More than <paramref name="start"/>.</returns>
    public abstract int End(ReadOnlySpan<char> text, int start);

    /// <summary>The scanner of a pattern, or null when it is none of the known ones.</summary>
    public static PieceScanner? For(string pattern) => pattern switch
    {
        Gpt2Scanner.Pattern => new Gpt2Scanner(),
        Cl100kScanner.Llama3Pattern or Cl100kScanner.PossessivePattern => new Cl100kScanner(3),
        Cl100kScanner.Qwen2Pattern => new Cl100kScanner(1),
        O200kScanner.Pattern => new O200kScanner(),
        _ => null,
    };

    /// <summary>The first place from <paramref name="at"/> on whose character has none of the kinds.</summary>
    protected static int SkipAny(ReadOnlySpan<char> text, int at, CharacterKinds kinds)
    {
        CharacterKinds[] table = CharacterTable.Kinds;
        while (at < text.Length)
        {
            CharacterKinds here = table[text[at]];
            int units = 1;
            if (here == CharacterKinds.Surrogate) here = CharacterTable.At(text, at, out units);
            if ((here & kinds) == 0) break;
            at += units;
        }

        return at;
    }

    /// <summary>The first place from <paramref name="at"/> on whose character has one of the kinds.</summary>
    protected static int SkipNone(ReadOnlySpan<char> text, int at, CharacterKinds kinds)
    {
        CharacterKinds[] table = CharacterTable.Kinds;
        while (at < text.Length)
        {
            CharacterKinds here = table[text[at]];
            int units = 1;
            if (here == CharacterKinds.Surrogate) here = CharacterTable.At(text, at, out units);
            if ((here & kinds) != 0) break;
            at += units;
        }

        return at;
    }

    /// <summary>Up to some numbers.</summary>
    protected static int SkipNumbers(ReadOnlySpan<char> text, int at, int most)
    {
        for (int i = 0; i < most && at < text.Length; i++)
        {
            if ((CharacterTable.At(text, at, out int units) & CharacterKinds.Number) == 0) break;
            at += units;
        }

        return at;
    }

    /// <summary>Where an English contraction ends (<c>'s 't 're 've 'm 'll 'd</c>), or the start when there is none.</summary>
    protected static int Contraction(ReadOnlySpan<char> text, int at, bool anyCase)
    {
        if (at + 1 >= text.Length || text[at] != '\'') return at;
        int first = Fold(text[at + 1], anyCase);
        if (first is 's' or 't' or 'm' or 'd') return at + 2;
        if (at + 2 >= text.Length) return at;
        int second = Fold(text[at + 2], anyCase);
        return (first, second) is ('r', 'e') or ('v', 'e') or ('l', 'l') ? at + 3 : at;
    }

    /// <summary>White space as <c>\s+(?!\S)|\s+</c> takes it: all of it at the end of the text, else all but the last.</summary>
    protected static int Spaces(ReadOnlySpan<char> text, int start)
    {
        int end = SkipAny(text, start, CharacterKinds.Space);
        return end == text.Length || end - start == 1 ? end : end - 1;
    }

    // U+017F is the one other character whose lower case is a letter of these.
    private static int Fold(char c, bool anyCase) => !anyCase ? c : c == '\u017F' ? 's' : c is >= 'A' and <= 'Z' ? c + 32 : c;
}

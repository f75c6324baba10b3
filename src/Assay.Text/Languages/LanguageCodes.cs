namespace Assay.Text.Languages;

/// <summary>Which language a text is in, of more languages than have stemmers: those of the trigram profiles, and those that show by their script.</summary>
/// <remarks>The same evidence as <see cref="LanguageDetector"/>; languages that share a script are told apart by letters that only one of them has.</remarks>
public static class LanguageCodes
{
    private const int LongestSample = 4000;
    private const int FewestLetters = 12;

    /// <summary>Of a hundred Latin letters of Vietnamese about fifteen carry marks that no other language uses.</summary>
    private const double VietnameseShare = 0.04;

    // First and last character of a script, its language, letters that stand for another one, and that one.
    private static readonly (char First, char Last, string Code, string Others, string OtherCode)[] s_scripts =
    [
        ('\u0400', '\u04FF', "ru", "\u0456\u0457\u0454\u0491", "uk"), ('\u0370', '\u03FF', "el", "", ""), ('\u0590', '\u05FF', "he", "", ""), ('\u0600', '\u06FF', "ar", "\u067E\u0686\u0698\u06AF", "fa"),
        ('\u0900', '\u097F', "hi", "", ""), ('\u0E00', '\u0E7F', "th", "", ""),
    ];

    /// <summary>The language of a text as a two-letter code (ISO 639-1).</summary>
    /// <param name="text">Plain text; only the first 4,000 characters are looked at.</param>
    /// <returns>Empty for other languages, mixed ones and too little text.</returns>
    public static string Of(ReadOnlySpan<char> text)
    {
        text = text[..Math.Min(text.Length, LongestSample)];
        int latin = 0, vietnamese = 0, best = -1, most = 0;
        Span<int> counts = stackalloc int[s_scripts.Length];
        foreach (char c in text)
        {
            if (char.IsAsciiLetter(c) || c is >= '\u00C0' and < '\u0250' or >= '\u1E00' and <= '\u1EFF') latin++;
            if (c is >= '\u1EA0' and <= '\u1EF9' or '\u0111' or '\u01A1' or '\u01B0') vietnamese++;
            for (int i = 0; c >= '\u0370' && i < counts.Length; i++) if (c >= s_scripts[i].First && c <= s_scripts[i].Last) counts[i]++;
        }

        for (int i = 0; i < counts.Length; i++) if (counts[i] > most) (best, most) = (i, counts[i]);
        if (most >= FewestLetters && most > latin) return Of(text, s_scripts[best]);
        if (vietnamese >= FewestLetters / 2 && vietnamese > latin * VietnameseShare) return "vi";
        return LanguageDetector.Code(text);
    }

    private static string Of(ReadOnlySpan<char> text, (char First, char Last, string Code, string Others, string OtherCode) script)
    {
        int others = 0;
        foreach (char c in text) if (script.Others.Contains(c, StringComparison.Ordinal)) others++;
        return script.Others.Length > 0 && others * 100 > text.Length ? script.OtherCode : script.Code;
    }
}

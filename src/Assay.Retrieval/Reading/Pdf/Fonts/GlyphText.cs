using System.Text;

namespace Assay.Retrieval.Reading.Pdf.Fonts;

/// <summary>The characters of a glyph as text is written: ligatures taken apart, signs of private use in their public form, no controls.</summary>
internal static class GlyphText
{
    private const char FirstPrivate = '\uF020';
    private const char LastPrivate = '\uF0FF';

    /// <summary>The plain form.</summary>
    /// <param name="text">What the font says.</param>
    /// <param name="font">Its name, which says what its codes of private use show.</param>
    public static string Plain(string text, string font)
    {
        if (text.Length == 1 && text[0] is >= ' ' and <= '~') return text;
        if (text.Length == 0) return text;
        if (text.All(c => c is > '~' and < '\uE000' && c != '\u00A0' && c != '\uFFFD' && !char.IsControl(c) && !char.IsSurrogate(c))) return text;
        var plain = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.Value is 0x00A0 or '\t' or '\n' or '\r') plain.Append(' ');
            else if (rune.Value is >= 0xFB00 and <= 0xFB06) plain.Append(Ligature(rune.Value));
            else if (rune.Value is >= FirstPrivate and <= LastPrivate) plain.Append(Private((char)rune.Value, font));
            else if (!Rune.IsControl(rune) && rune.Value is not (0xFFFD or 0xFEFF)) plain.Append(rune);
        }

        return plain.ToString();
    }

    private static string Ligature(int rune) => rune switch
    {
        0xFB00 => "ff",
        0xFB01 => "fi",
        0xFB02 => "fl",
        0xFB03 => "ffi",
        0xFB04 => "ffl",
        _ => "st",
    };

    private static string Private(char sign, string font)
    {
        if (font.Contains("Wingdings", StringComparison.OrdinalIgnoreCase) || font.Contains("Dingbats", StringComparison.OrdinalIgnoreCase)) return "•";
        char known = FontEncodings.Symbol[sign - 0xF000];
        return known == '\0' ? "" : known.ToString();
    }
}

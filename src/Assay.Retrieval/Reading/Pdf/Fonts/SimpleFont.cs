using Assay.Retrieval.Reading.Pdf.Files;
using Assay.Retrieval.Reading.Pdf.Syntax;

namespace Assay.Retrieval.Reading.Pdf.Fonts;

/// <summary>Type 1, TrueType and Type 3 fonts: one byte a code (ISO 32000-1, 9.6). What a code means is asked of ToUnicode, then of the encoding, then of the embedded font.</summary>
internal sealed class SimpleFont : PdfFont
{
    private readonly PdfGlyph[] glyphs = new PdfGlyph[256];

    /// <summary>Opens a font.</summary>
    public SimpleFont(PdfFile file, PdfDictionary dictionary) : base(file, dictionary, file.Get(dictionary, "FontDescriptor").Dictionary)
    {
        PdfDictionary descriptor = file.Get(dictionary, "FontDescriptor").Dictionary;
        if (file.Get(dictionary, "Subtype").Name == "Type3" && file.Get(dictionary, "FontMatrix").Elements is [var unit, ..] && Math.Abs(file.Resolve(unit).Number) is > 1e-6 and < 10 and double size) Unit = size;
        string?[] texts = Texts(file, dictionary, descriptor);
        float[] widths = Widths(file, dictionary, descriptor, texts);
        for (int code = 0; code < 256; code++)
        {
            string? text = ToUnicode?.Text((uint)code);
            if (string.IsNullOrEmpty(text) || text == "\uFFFD") text = texts[code];
            glyphs[code] = new PdfGlyph(GlyphText.Plain(text ?? "", Name), widths[code]);
        }
    }

    /// <inheritdoc/>
    public override PdfGlyph Next(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 1;
        return glyphs[bytes[0]];
    }

    private string?[] Texts(PdfFile file, PdfDictionary dictionary, PdfDictionary descriptor)
    {
        PdfValue encoding = file.Get(dictionary, "Encoding");
        string? named = FontEncodings.Named(encoding.Name ?? file.Get(encoding.Dictionary, "BaseEncoding").Name);
        string?[] texts = named is null ? BuiltIn(file, descriptor) : Of(named);
        int code = 0;
        foreach (PdfValue element in file.Get(encoding.Dictionary, "Differences").Elements)
        {
            PdfValue value = file.Resolve(element);
            if (value.Kind == PdfKind.Number) code = value.Integer;
            else if (value.Name is { } name && code is >= 0 and < 256) texts[code++] = GlyphNames.Text(name) ?? Numbered(name, texts[code - 1]);
        }

        return texts;
    }

    // Names such as g31 or C0032 say nothing; the code itself may.
    private static string? Numbered(string name, string? known) => name == ".notdef" ? null : known;

    private string?[] BuiltIn(PdfFile file, PdfDictionary descriptor)
    {
        if (file.Decode(descriptor["FontFile"]) is { } type1 && Type1Program.Encoding(type1.Span) is { } own) return own;
        if (file.Decode(descriptor["FontFile3"]) is { } cff && CffProgram.Read(cff.Span) is { } compact) return compact.Codes;
        if (file.Decode(descriptor["FontFile2"]) is { } trueType && IsSymbolic && TrueTypeProgram.Read(trueType.Span) is { } program)
        {
            string?[] texts = new string?[256];
            for (int code = 0; code < 256; code++) texts[code] = program.TextOfCode(code) ?? (FontEncodings.WinAnsi[code] is not '\0' and char text ? text.ToString() : null);
            return texts;
        }

        if (Name.StartsWith("Symbol", StringComparison.Ordinal)) return Of(FontEncodings.Symbol);
        return Of(Name.Contains("Dingbats", StringComparison.Ordinal) ? FontEncodings.Dingbats : descriptor == PdfDictionary.Empty || file.Get(descriptor, "FontFile2").IsNull ? FontEncodings.Standard : FontEncodings.WinAnsi);
    }

    private static string?[] Of(string encoding) => [.. encoding.Select(c => c == '\0' ? null : c.ToString())];

    private float[] Widths(PdfFile file, PdfDictionary dictionary, PdfDictionary descriptor, string?[] texts)
    {
        float[] widths = new float[256];
        PdfValue[] stated = file.Get(dictionary, "Widths").Elements;
        int first = file.Get(dictionary, "FirstChar").Integer;
        double missing = file.Get(descriptor, "MissingWidth").Number;
        for (int code = 0; code < 256; code++)
        {
            long at = (long)code - first;
            double width = at >= 0 && at < stated.Length ? file.Resolve(stated[at]).Number : stated.Length > 0 ? missing : StandardWidths.Of(Name, CodeFor(code, texts[code]), IsSerif);
            widths[code] = (float)Math.Clamp(width * Unit, -20, 20);
        }

        return widths;
    }

    private int CodeFor(int code, string? text)
    {
        if (Name.StartsWith("Symbol", StringComparison.Ordinal)) return code;
        int known = text is { Length: 1 } ? FontEncodings.WinAnsi.IndexOf(text[0], StringComparison.Ordinal) : -1;
        return known >= 0 ? known : text is null ? 0 : 'n';
    }
}

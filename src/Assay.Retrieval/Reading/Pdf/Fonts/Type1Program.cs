using Assay.Retrieval.Reading.Pdf.Syntax;

namespace Assay.Retrieval.Reading.Pdf.Fonts;

/// <summary>The built-in encoding of an embedded Type 1 font, from the plain beginning of its program (Adobe Type 1 Font Format, 2.3).</summary>
internal static class Type1Program
{
    /// <summary>Texts by code; null when the program does not list them.</summary>
    public static string?[]? Encoding(ReadOnlySpan<byte> program)
    {
        int start = program.IndexOf("/Encoding"u8);
        if (start < 0) return null;
        int end = program.IndexOf("eexec"u8);
        if (end < start) end = program.Length;
        var lexer = new PdfLexer(program[..end]) { Position = start + "/Encoding".Length };
        string?[]? texts = null;
        while (true)
        {
            PdfValue token = lexer.Next();
            if (token.Kind == PdfKind.End || token.Is("def"u8) || token.Is("readonly"u8)) return texts;
            if (token.LongKeyword == "StandardEncoding") return null;
            if (!token.Is("dup"u8)) continue;
            PdfValue code = lexer.Next(), name = lexer.Next();
            if (code.Kind != PdfKind.Number || name.Name is not { } glyph) continue;
            texts ??= new string?[256];
            if (code.Integer is >= 0 and < 256) texts[code.Integer] = GlyphNames.Text(glyph);
        }
    }
}

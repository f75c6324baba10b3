using Assay.Retrieval.Reading.Pdf.Files;
using Assay.Retrieval.Reading.Pdf.Syntax;

namespace Assay.Retrieval.Reading.Pdf.Fonts;

/// <summary>Type 0 fonts: codes of several bytes, character ids between them and the glyphs (ISO 32000-1, 9.7).</summary>
internal sealed class CompositeFont : PdfFont
{
    private const int MostWidths = 65_536;
    private readonly Dictionary<uint, PdfGlyph> glyphs = [];
    private readonly Dictionary<int, float> widths = [];
    private readonly float defaultWidth;
    private readonly CMap? codes;
    private readonly NamedCMap? named;
    private readonly TrueTypeProgram? trueType;
    private readonly CffProgram? cff;
    private readonly byte[]? glyphOfCid;

    /// <summary>Opens a font.</summary>
    public CompositeFont(PdfFile file, PdfDictionary dictionary) : base(file, dictionary, Descriptor(file, dictionary))
    {
        PdfDictionary descendant = Descendant(file, dictionary), descriptor = Descriptor(file, dictionary);
        PdfValue encoding = file.Get(dictionary, "Encoding");
        if (file.Decode(encoding) is { } program) codes = CMap.Read(program.Span, file.Budget);
        string? name = encoding.Name ?? codes?.Base;
        if (name is not null && codes is not { HasCodeSpaces: true }) named = NamedCMap.Find(name);
        IsVertical = codes?.IsVertical == true || name?.EndsWith("-V", StringComparison.Ordinal) == true || name == "V";
        defaultWidth = file.Get(descendant, "DW") is { Kind: PdfKind.Number } width ? (float)(Math.Clamp(width.Number, -20_000, 20_000) * Unit) : 1;
        ReadWidths(file, file.Get(descendant, "W").Elements);
        if (file.Decode(descendant["CIDToGIDMap"]) is { } map) glyphOfCid = map.ToArray();
        if (ToUnicode is not null || named is not null) return;
        if (file.Decode(descriptor["FontFile2"]) is { } embedded) trueType = TrueTypeProgram.Read(embedded.Span);
        else if (file.Decode(descriptor["FontFile3"]) is { } compact) cff = CffProgram.Read(compact.Span);
    }

    /// <inheritdoc/>
    public override PdfGlyph Next(ReadOnlySpan<byte> bytes, out int length)
    {
        length = codes is { HasCodeSpaces: true } ? codes.LengthOf(bytes) : named is not null ? named.LengthOf(bytes) : Math.Min(2, bytes.Length);
        uint code = 0;
        foreach (byte b in bytes[..length]) code = code << 8 | b;
        uint key = code ^ (uint)length << 30;
        if (glyphs.TryGetValue(key, out PdfGlyph glyph)) return glyph;
        int cid = codes is { HasCodeSpaces: true } && codes.Cid(code) is >= 0 and int mapped ? mapped : (int)(code & 0xFFFF);
        string text = ToUnicode?.Text(code) ?? named?.Text(bytes[..length]) ?? OfProgram(cid) ?? "";
        float width = named is null && widths.TryGetValue(cid, out float stated) ? stated : named is not null && length == 1 ? defaultWidth / 2 : defaultWidth;
        return glyphs[key] = new PdfGlyph(GlyphText.Plain(text, Name), width);
    }

    private string? OfProgram(int cid)
    {
        if (cff is not null) return cff.TextOfGlyph(cid);
        if (trueType is null) return null;
        int glyph = glyphOfCid is null ? cid : (cid * 2) + 1 < glyphOfCid.Length ? glyphOfCid[cid * 2] << 8 | glyphOfCid[(cid * 2) + 1] : 0;
        return trueType.TextOfGlyph(glyph);
    }

    private void ReadWidths(PdfFile file, PdfValue[] stated)
    {
        for (int i = 0; i + 1 < stated.Length && widths.Count < MostWidths;)
        {
            int first = file.Resolve(stated[i]).Integer;
            PdfValue next = file.Resolve(stated[i + 1]);
            if (next.Kind == PdfKind.Array)
            {
                for (int j = 0; j < next.Elements.Length && widths.Count < MostWidths; j++) Set((long)first + j, file.Resolve(next.Elements[j]).Number);
                i += 2;
            }
            else
            {
                if (i + 2 >= stated.Length) return;
                double width = file.Resolve(stated[i + 2]).Number;
                for (long cid = first; cid <= Math.Min(next.Integer, ushort.MaxValue) && widths.Count < MostWidths; cid++) Set(cid, width);
                i += 3;
            }
        }
    }

    private void Set(long cid, double width)
    {
        if (cid is >= 0 and <= ushort.MaxValue) widths[(int)cid] = (float)(Math.Clamp(width, -20_000, 20_000) * Unit);
    }

    private static PdfDictionary Descendant(PdfFile file, PdfDictionary dictionary) =>
        file.Get(dictionary, "DescendantFonts").Elements is [var first, ..] ? file.Resolve(first).Dictionary : PdfDictionary.Empty;

    private static PdfDictionary Descriptor(PdfFile file, PdfDictionary dictionary) => file.Get(Descendant(file, dictionary), "FontDescriptor").Dictionary;
}

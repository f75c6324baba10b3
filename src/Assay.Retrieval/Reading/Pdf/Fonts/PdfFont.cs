using Assay.Retrieval.Reading.Pdf.Files;
using Assay.Retrieval.Reading.Pdf.Syntax;

namespace Assay.Retrieval.Reading.Pdf.Fonts;

/// <summary>A font of a page: bytes of a text operator into characters and widths.</summary>
internal abstract class PdfFont
{
    private const int BoldWeight = 600;
    private const int FixedFlag = 1;
    private const int SerifFlag = 2;
    private const int SymbolicFlag = 4;
    private const int ItalicFlag = 64;
    private const int ForceBoldFlag = 1 << 18;

    private protected PdfFont(PdfFile file, PdfDictionary dictionary, PdfDictionary descriptor)
    {
        string name = file.Get(dictionary, "BaseFont").Name ?? file.Get(descriptor, "FontName").Name ?? "";
        Name = name.Length > 7 && name[6] == '+' ? name[7..] : name;
        int flags = file.Get(descriptor, "Flags").Integer;
        IsSerif = (flags & SerifFlag) != 0;
        IsSymbolic = (flags & SymbolicFlag) != 0;
        IsFixed = (flags & FixedFlag) != 0 || Says("Mono", "Courier", "Consolas", "CMTT", "Typewriter");
        IsItalic = (flags & ItalicFlag) != 0 || Says("Italic", "Oblique");
        IsBold = (flags & ForceBoldFlag) != 0 || file.Get(descriptor, "FontWeight").Number >= BoldWeight || Says("Bold", "Black", "Heavy", "Demi", "CMBX", "CMSSBX", "SFBX", "LMRoman10-Bold");
        if (file.Decode(dictionary["ToUnicode"]) is { } program) ToUnicode = CMap.Read(program.Span, file.Budget);
        if (ToUnicode is { HasText: false }) ToUnicode = null;
    }

    /// <summary>Its name, without the mark of a subset.</summary>
    public string Name { get; }

    /// <summary>Whether it is a bold face.</summary>
    public bool IsBold { get; }

    /// <summary>Whether it is a slanted face.</summary>
    public bool IsItalic { get; }

    /// <summary>Whether all its glyphs are equally wide, as those of code are.</summary>
    public bool IsFixed { get; }

    /// <summary>Whether its lines run from top to bottom.</summary>
    public bool IsVertical { get; protected init; }

    /// <summary>Size of one unit of its widths: a thousandth but for fonts whose glyphs are drawn by the page's operators.</summary>
    public double Unit { get; protected init; } = 0.001;

    /// <summary>Whether it is said to have serifs.</summary>
    protected bool IsSerif { get; }

    /// <summary>Whether its characters are said to be none of the standard Latin ones.</summary>
    protected bool IsSymbolic { get; }

    /// <summary>The map of its codes to Unicode; null when it has none.</summary>
    protected CMap? ToUnicode { get; }

    /// <summary>Opens the font of a dictionary.</summary>
    /// <exception cref="PdfSyntaxException">Beyond the budget.</exception>
    public static PdfFont Open(PdfFile file, PdfDictionary dictionary) =>
        file.Get(dictionary, "Subtype").Name == "Type0" ? new CompositeFont(file, dictionary) : new SimpleFont(file, dictionary);

    /// <summary>The glyph at the beginning of <paramref name="bytes"/>.</summary>
    /// <param name="bytes">At least one.</param>
    /// <param name="length">Bytes of its code.</param>
    public abstract PdfGlyph Next(ReadOnlySpan<byte> bytes, out int length);

    private bool Says(params ReadOnlySpan<string> words)
    {
        foreach (string word in words)
        {
            if (Name.Contains(word, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}

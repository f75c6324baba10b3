namespace Assay.Retrieval.Reading.Pdf.Content;

/// <summary>What stands on a page.</summary>
internal sealed class PageContent
{
    private const int MostGlyphs = 400_000;
    private const int MostRules = 20_000;
    private const int MostPictures = 100;
    private const double LeastShare = 0.01;

    /// <summary>The glyphs in the order in which they are drawn.</summary>
    public List<TextGlyph> Glyphs { get; } = [];

    /// <summary>The straight lines.</summary>
    public List<Rule> Rules { get; } = [];

    /// <summary>Width of the page in points.</summary>
    public double Width { get; init; }

    /// <summary>Height of the page in points.</summary>
    public double Height { get; init; }

    /// <summary>The part of the page that its largest picture covers, from 0 to 1.</summary>
    public double PictureShare { get; private set; }

    /// <summary>Pictures of some size, each with the height of its upper edge and the part of the page it covers.</summary>
    public List<(Syntax.PdfValue Image, double Top, double Share)> Pictures { get; } = [];

    /// <summary>Glyphs whose characters the file does not say.</summary>
    public int Unknown { get; set; }

    /// <summary>Adds a picture; small ones and those beyond the first hundred only count for <see cref="PictureShare"/>.</summary>
    public void Add(Syntax.PdfValue image, double top, double share)
    {
        PictureShare = Math.Max(PictureShare, Math.Min(1, share));
        if (share >= LeastShare && Pictures.Count < MostPictures) Pictures.Add((image, top, share));
    }

    /// <summary>Adds a glyph that shows something or is a space.</summary>
    /// <exception cref="Syntax.PdfSyntaxException">More than any page has.</exception>
    public void Add(in TextGlyph glyph)
    {
        if (Glyphs.Count >= MostGlyphs) throw new Syntax.PdfSyntaxException($"has a page with more than {MostGlyphs} characters");
        Glyphs.Add(glyph);
    }

    /// <summary>Adds a line; those beyond what any table has are left out.</summary>
    public void Add(in Rule rule)
    {
        if (Rules.Count < MostRules) Rules.Add(rule);
    }
}

using Assay.Retrieval.Reading.Pdf.Fonts;

namespace Assay.Retrieval.Reading.Pdf.Content;

/// <summary>The parts of the graphics state that text needs (ISO 32000-1, 8.4 and 9.3), kept and restored together.</summary>
internal record struct TextState()
{
    /// <summary>From the operators' space to the page.</summary>
    public Matrix Page { get; set; } = Matrix.Identity;

    /// <summary>The font; null before one is set.</summary>
    public PdfFont? Font { get; set; }

    /// <summary>Its size.</summary>
    public double Size { get; set; } = 0;

    /// <summary>Added after every glyph.</summary>
    public double CharacterSpacing { get; set; } = 0;

    /// <summary>Added after every space.</summary>
    public double WordSpacing { get; set; } = 0;

    /// <summary>How wide text is set, 1 for normal.</summary>
    public double Scale { get; set; } = 1;

    /// <summary>From line to line.</summary>
    public double Leading { get; set; } = 0;

    /// <summary>Above the line.</summary>
    public double Rise { get; set; } = 0;

    /// <summary>How glyphs are painted; 2 is filled and stroked, which makes them bold.</summary>
    public int Mode { get; set; } = 0;
}

namespace Assay.Retrieval.Reading.Pdf.Content;

/// <summary>How glyphs look.</summary>
[Flags]
internal enum TextFace : byte
{
    /// <summary>Upright and of normal weight.</summary>
    Plain = 0,

    /// <summary>Bold.</summary>
    Bold = 1,

    /// <summary>Slanted.</summary>
    Italic = 2,

    /// <summary>All equally wide.</summary>
    Fixed = 4,
}

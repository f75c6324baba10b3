namespace Assay.Retrieval.Reading.Pdf.Fonts;

/// <summary>What a code of a font shows.</summary>
/// <param name="Text">Its characters; empty when the file does not say them.</param>
/// <param name="Width">How far it moves the pen, in font sizes.</param>
internal readonly record struct PdfGlyph(string Text, float Width);

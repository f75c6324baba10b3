namespace Assay.Retrieval.Reading.Pdf.Content;

/// <summary>A glyph on a page, in points, y upwards, after the page is turned as it is shown. Turned text lies in a frame of its own in which it runs from left to right.</summary>
/// <param name="Text">Its characters; one space or more for white space.</param>
/// <param name="Left">Where the pen is before it.</param>
/// <param name="Right">Where the pen is after it.</param>
/// <param name="Base">Height of the line it stands on.</param>
/// <param name="Size">Size of the font.</param>
/// <param name="Face">How it looks.</param>
/// <param name="Turn">Quarter turns to the left of its frame.</param>
internal readonly record struct TextGlyph(string Text, float Left, float Right, float Base, float Size, TextFace Face, byte Turn)
{
    /// <summary>Whether it shows nothing.</summary>
    public bool IsSpace => Text[0] == ' ' && string.IsNullOrWhiteSpace(Text);
}

using Assay.Retrieval.Reading.Pdf.Content;

namespace Assay.Retrieval.Reading.Pdf.Layout;

/// <summary>Glyphs that stand together without a gap.</summary>
/// <param name="Text">Its characters.</param>
/// <param name="Left">Where it begins, in points.</param>
/// <param name="Right">Where it ends.</param>
/// <param name="Base">Height of its line.</param>
/// <param name="Size">Size of its font.</param>
/// <param name="Face">How it looks.</param>
/// <param name="AfterSpace">Whether a space was drawn before it.</param>
/// <param name="Order">Its place in the order in which the page is drawn.</param>
internal sealed record Word(string Text, float Left, float Right, float Base, float Size, TextFace Face, bool AfterSpace, int Order);

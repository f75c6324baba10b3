namespace Assay.Retrieval.Reading.Office.Slides;

/// <summary>A paragraph of a shape.</summary>
/// <param name="Text">Its text.</param>
/// <param name="IsItem">Whether it is an item of a list.</param>
internal readonly record struct SlideParagraph(string Text, bool IsItem);

/// <summary>A shape with text, or a table.</summary>
internal sealed class SlideShape
{
    /// <summary>The kind of placeholder that it fills: <c>title</c>, <c>body</c>, …; empty for a body without a kind, null for none.</summary>
    public string? Placeholder { get; set; }

    /// <summary>Its paragraphs.</summary>
    public List<SlideParagraph> Paragraphs { get; } = [];

    /// <summary>The rows of a table.</summary>
    public List<string[]> Rows { get; } = [];

    /// <summary>Whether the first row of the table is marked as its header.</summary>
    public bool HasHeader { get; set; }

    /// <summary>Whether it is the title of its slide.</summary>
    public bool IsTitle => Placeholder is "title" or "ctrTitle";
}

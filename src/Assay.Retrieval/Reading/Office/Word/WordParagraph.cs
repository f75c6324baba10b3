using System.Text;

namespace Assay.Retrieval.Reading.Office.Word;

/// <summary>One paragraph as its XML gives it, tracked changes accepted.</summary>
internal sealed class WordParagraph
{
    /// <summary>What stands in it.</summary>
    public StringBuilder Text { get; } = new();

    /// <summary>Its style, or null.</summary>
    public string? Style { get; set; }

    /// <summary>The list it says it is in; null when it says nothing, 0 for none.</summary>
    public int? List { get; set; }

    /// <summary>Its level in the list.</summary>
    public int? ListLevel { get; set; }

    /// <summary>Its level as a heading from 0, where it says so itself; 9 for running text.</summary>
    public int? Outline { get; set; }

    /// <summary>Whether its end was deleted, so that the next paragraph goes on in it.</summary>
    public bool EndIsDeleted { get; set; }

    /// <summary>Footnotes and endnotes that it refers to, in order.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Paragraphs of text boxes that hang on it.</summary>
    public List<WordParagraph> Boxes { get; } = [];
}

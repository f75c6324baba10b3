namespace Assay.Tuning.Synthesis;

/// <summary>A passage of a document that questions are made of.</summary>
/// <param name="DocumentId">The document.</param>
/// <param name="Ordinal">Its place in it.</param>
/// <param name="Title">The document's title.</param>
/// <param name="HeadingPath">Headings above it, outermost first, joined with <c> &gt; </c>; may be empty.</param>
/// <param name="Text">Plain text; a line with <c> | </c> is a table row, the first such line of a table its header.</param>
public sealed record SyntheticPassage(string DocumentId, int Ordinal, string Title, string HeadingPath, string Text)
{
    /// <summary>The innermost heading, or the title.</summary>
    public string Heading => HeadingPath.Length == 0 ? Title : HeadingPath[(HeadingPath.LastIndexOf(" > ", StringComparison.Ordinal) is var at && at < 0 ? 0 : at + 3)..];

    /// <summary>Anchor of the innermost heading; empty where there is none.</summary>
    public string Slug { get; init; } = "";

    /// <summary>How question sets name it: the document, with the anchor of its heading.</summary>
    public string Reference => Slug.Length == 0 ? DocumentId : $"{DocumentId}#{Slug}";
}

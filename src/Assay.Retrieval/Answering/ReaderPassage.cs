namespace Assay.Retrieval.Answering;

/// <summary>A passage as a reader sees it: text with what stands above it.</summary>
/// <param name="Title">Title of the document; may be empty.</param>
/// <param name="HeadingPath">Headings above the text, outermost first; may be empty.</param>
/// <param name="Text">Plain text. A line with <c> | </c> is a table row, the first such line of a table its header.</param>
public sealed record ReaderPassage(string Title, string HeadingPath, string Text);

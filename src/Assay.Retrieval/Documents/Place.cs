using Assay.Text;

namespace Assay.Retrieval.Documents;

/// <summary>A stretch of a document's text and where it stands in the file it was read from, as a reader would look it up.</summary>
/// <param name="Name">The place: <c>page 3</c>, <c>Sheet1!A5:D5</c>, <c>slide 4</c>.</param>
/// <param name="Span">Its text in <see cref="Document.Source"/>.</param>
public readonly record struct Place(string Name, TextSpan Span);

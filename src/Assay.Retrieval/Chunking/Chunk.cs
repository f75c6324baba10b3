using System.Collections.Immutable;
using Assay.Retrieval.Documents;
using Assay.Text;

namespace Assay.Retrieval.Chunking;

/// <summary>A stored piece of a document: the unit of search.</summary>
/// <param name="DocumentId">The document it is from.</param>
/// <param name="Ordinal">0-based position among the chunks of its document.</param>
/// <param name="Title">Title of the document.</param>
/// <param name="HeadingPath">Headings from the outermost to the one it stands under, joined with <c> &gt; </c>; without the title when the first heading repeats it.</param>
/// <param name="Slug">Anchor of the innermost heading; empty before the first.</param>
/// <param name="Text">Plain text, without the heading path; a table split over chunks repeats its header row.</param>
/// <param name="Map">Where <paramref name="Text"/> stands in the original; a repeated header has no original.</param>
/// <param name="Span">The smallest span of the original that holds the chunk.</param>
/// <param name="Tokens">Tokens of <paramref name="Text"/> by the counter the chunker was given.</param>
public sealed record Chunk(
    string DocumentId, int Ordinal, string Title, string HeadingPath, string Slug, string Text, SourceMap Map, TextSpan Span, int Tokens)
{
    /// <summary>Where it stands in the file: pages, rows, slides, times. In order, none within another; empty where the format has only characters.</summary>
    public ImmutableArray<Place> Places { get; init; } = [];

    /// <summary>Name of its place, see <see cref="PlaceName"/>; null when it has none.</summary>
    public string? Place => PlaceName.Of(Places, Span);
}

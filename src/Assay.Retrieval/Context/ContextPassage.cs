using System.Collections.Immutable;
using Assay.Retrieval.Documents;
using Assay.Text;

namespace Assay.Retrieval.Context;

/// <summary>A passage as it stands in a prompt, under the number that answers cite.</summary>
/// <param name="Number">1-based; 1 is the best passage.</param>
/// <param name="DocumentId">The document it is from.</param>
/// <param name="Title">Title of the document.</param>
/// <param name="HeadingPath">Headings it stands under; may be empty.</param>
/// <param name="Slug">Anchor of the innermost heading; may be empty.</param>
/// <param name="Text">Its text; of several chunks when they stood side by side.</param>
/// <param name="Map">Where <paramref name="Text"/> stands in the original.</param>
/// <param name="Span">The smallest span of the original that holds it.</param>
/// <param name="Score">The best score of its chunks; larger is better.</param>
public sealed record ContextPassage(
    int Number, string DocumentId, string Title, string HeadingPath, string Slug, string Text, SourceMap Map, TextSpan Span, double Score)
{
    /// <summary>Positions of the chunks it is made of, within the document, in order.</summary>
    public ImmutableArray<int> Ordinals { get; init; } = [];

    /// <summary>Where it stands in the file, see <see cref="Chunking.Chunk.Places"/>.</summary>
    public ImmutableArray<Place> Places { get; init; } = [];

    /// <summary>Name of its place (<c>page 12</c>); null for a format that has only characters.</summary>
    public string? Place => PlaceName.Of(Places, Span);

    /// <summary>Name of the place of a part of it (<c>Sheet1!B7</c>).</summary>
    /// <param name="part">A span of the original within the passage.</param>
    /// <returns>Null for a format that has only characters.</returns>
    public string? PlaceOf(TextSpan part) => PlaceName.Of(Places, part, Text, Map);

    /// <summary>Date of the document; null when it has none.</summary>
    public DateOnly? Updated { get; init; }

    /// <summary>Hash of the version of the document it was taken from; empty when it was not noted.</summary>
    public string ContentHash { get; init; } = "";

    /// <summary>Passages of other documents that state other figures for the same thing.</summary>
    public ImmutableArray<ConflictHint> Conflicts { get; init; } = [];
}

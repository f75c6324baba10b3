using System.Collections.Immutable;
using Assay.Retrieval.Keyword.Segments;

namespace Assay.Retrieval.Keyword;

/// <summary>How a query matches one chunk.</summary>
/// <param name="Row">The chunk.</param>
/// <param name="TitleLength">Words in its title.</param>
/// <param name="HeadingLength">Words in its headings.</param>
/// <param name="BodyLength">Words in its body.</param>
/// <param name="Terms">The terms of the query that occur in it, in the order of the query.</param>
public sealed record ChunkMatch(long Row, int TitleLength, int HeadingLength, int BodyLength, ImmutableArray<TermMatch> Terms)
{
    /// <summary>The first position of the headings in <see cref="TermMatch.Positions"/>.</summary>
    public int HeadingsStart => FieldPositions.Headings(TitleLength);

    /// <summary>The first position of the body in <see cref="TermMatch.Positions"/>.</summary>
    public int BodyStart => FieldPositions.Body(TitleLength, HeadingLength);

    /// <summary>The score of the chunk: the sum of its terms'.</summary>
    public double Score => Terms.Sum(t => t.Score);
}

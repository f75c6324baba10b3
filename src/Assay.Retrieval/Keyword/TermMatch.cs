using System.Collections.Immutable;

namespace Assay.Retrieval.Keyword;

/// <summary>How one term of a query matches one chunk.</summary>
/// <param name="Term">The term.</param>
/// <param name="DocumentFrequency">Number of readable chunks that hold it.</param>
/// <param name="Title">Occurrences in the title, up to 3.</param>
/// <param name="Headings">Occurrences in the headings, up to 3.</param>
/// <param name="Body">Occurrences in the body; exact up to 10.</param>
/// <param name="Score">What it adds to the chunk's score.</param>
/// <param name="Positions">Where it stands, ascending: title from 0, then headings, then body; see <see cref="ChunkMatch.BodyStart"/>. Of a phrase, where it starts.</param>
public sealed record TermMatch(KeywordTerm Term, int DocumentFrequency, int Title, int Headings, int Body, double Score, ImmutableArray<int> Positions);

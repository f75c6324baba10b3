using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using Assay.Numerics.Ranking;
using Assay.Retrieval.Keyword.Segments;

namespace Assay.Retrieval.Keyword.Scoring;

/// <summary>Looks up the terms of a query in one chunk.</summary>
internal static class ChunkMatcher
{
    /// <summary>The match of a chunk; null when it is not here or does not count in the scope.</summary>
    public static ChunkMatch? Match(KeywordSnapshot snapshot, ScoringScope scope, QueryPlan plan, long row)
    {
        if (snapshot.Find(row) is not (int view, int chunk) || !float.IsFinite(scope.Norms(view)[chunk])) return null;
        Segment segment = snapshot.Views[view].Segment;
        var terms = ImmutableArray.CreateBuilder<TermMatch>();
        foreach (PlannedTerm term in plan.Terms)
        {
            if (term.Postings[view] is not { } postings) continue;
            int at = postings.Chunks.BinarySearch(chunk);
            if (at < 0) continue;
            byte code = postings.Codes[at];
            double score = ImpactScoring.Impact(code, scope.Frequencies, scope.Norms(view)[chunk], term.Scaled) / plan.Scale;
            terms.Add(new TermMatch(term.Term, term.Frequency, FieldCounts.Title(code), FieldCounts.Headings(code), FieldCounts.Body(code), score, Where(segment, term.Term.Words, chunk)));
        }

        return new ChunkMatch(row, segment.TitleLengths[chunk], segment.HeadingLengths[chunk], segment.BodyLengths[chunk], terms.ToImmutable());
    }

    private static ImmutableArray<int> Where(Segment segment, ImmutableArray<string> words, int chunk)
    {
        List<int>? starts = null;
        for (int i = 0; i < words.Length; i++)
        {
            var positions = new List<int>();
            var cursor = new PositionCursor(segment, segment.Find(Encoding.UTF8.GetBytes(words[i])));
            cursor.MoveTo(chunk);
            cursor.Read(positions);
            if (starts is null) starts = positions;
            else PhraseMatcher.Keep(starts, CollectionsMarshal.AsSpan(positions), i);
        }

        return [.. starts!];
    }
}

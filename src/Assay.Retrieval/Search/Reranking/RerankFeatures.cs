using System.Collections.Immutable;
using Assay.Retrieval.Keyword;
using Assay.Retrieval.Search.Stages;

namespace Assay.Retrieval.Search.Reranking;

/// <summary>What the reranker sees of a candidate: numbers in [0, 1] that mean the same for every query and every knowledge base.</summary>
public static class RerankFeatures
{
    private const int NearWindow = 8;

    /// <summary>Names of the features, in order.</summary>
    public static ImmutableArray<string> Names { get; } =
    [
        "score", "own_terms", "added_terms", "title_coverage", "heading_coverage", "body_coverage", "coverage", "term_share", "window", "ordered_pairs",
        "near_pairs", "phrase", "title_share", "early", "first_chunk", "length", "document_score", "document_chunks", "identifiers", "cosine",
    ];

    /// <summary>How many a model has at least: those of a search by words.</summary>
    internal const int Least = 19;

    /// <summary>The features of the best candidates.</summary>
    /// <param name="run">Its candidates are in order.</param>
    /// <param name="depth">How many candidates.</param>
    /// <returns>One row a candidate, in their order.</returns>
    internal static double[][] Of(SearchRun run, int depth)
    {
        depth = Math.Min(depth, run.Candidates.Count);
        ImmutableArray<ChunkMatch?> matches = run.Index.Matches(run.Candidates.Take(depth).Select(c => c.Row), run.Asked, run.Filter);
        var query = new QueryWeights(run);
        double[][] rows = new double[depth][];
        Dictionary<long, (double Sum, int Chunks)> documents = Documents(run.Candidates);
        double bestDocument = documents.Count == 0 ? 1 : documents.Values.Max(d => d.Sum);
        double averageLength = run.Index.AverageLength(run.Profile.Keyword, run.Filter);
        for (int i = 0; i < depth; i++)
        {
            Candidate candidate = run.Candidates[i];
            double[] row = rows[i] = new double[Names.Length];
            (double sum, int chunks) = documents[candidate.Document];
            row[0] = Ratio(candidate.Score, run.Candidates[0].Score);
            if (matches[i] is { } match) OfMatch(row, match, query, averageLength);
            row[14] = 1.0 / (1 + candidate.Ordinal);
            row[16] = Ratio(sum, bestDocument);
            row[17] = 1 - (1.0 / chunks);
            row[19] = Math.Clamp(run.Cosines.GetValueOrDefault(candidate.Row), 0, 1);
        }

        ScaleToBest(rows, 1);
        ScaleToBest(rows, 2);
        ScaleToBest(rows, 19);
        return rows;
    }

    private static void OfMatch(double[] row, ChunkMatch match, QueryWeights query, double averageLength)
    {
        var own = new List<(int Term, TermMatch Match)>();
        foreach (TermMatch term in match.Terms)
        {
            int place = query.Place(term.Term);
            row[place >= 0 ? 1 : 2] += term.Score;
            if (place >= 0) own.Add((place, term));
        }

        foreach ((int place, TermMatch term) in own)
        {
            double share = query.Share(place);
            if (term.Title > 0) row[3] += share;
            if (term.Headings > 0) row[4] += share;
            if (term.Body > 0) row[5] += share;
            row[6] += share;
            row[7] += 1.0 / query.Count;
            if (query.IsIdentifier(place)) row[18] += 1.0 / query.Identifiers;
        }

        Places(row, own, query, match);
        int words = match.TitleLength + match.HeadingLength + match.BodyLength;
        row[12] = match.TitleLength == 0 ? 0 : Math.Min(1, (double)own.Sum(o => o.Match.Title) / match.TitleLength);
        row[15] = words / (words + averageLength);
    }

    private static void Places(double[] row, List<(int Term, TermMatch Match)> own, QueryWeights query, ChunkMatch match)
    {
        if (own.Count == 0) return;
        int[] first = [.. own.Select(o => o.Match.Positions.FirstOrDefault(p => p >= match.BodyStart, -1)).Where(p => p >= 0)];
        if (first.Length > 0) row[13] = 1.0 / (1 + ((first.Min() - match.BodyStart) / 16.0));
        ReadOnlyMemory<int>[] inBody = [.. own.Select(o => o.Match.Positions.Where(p => p >= match.BodyStart).ToArray().AsMemory()).Where(p => p.Length > 0).Select(p => (ReadOnlyMemory<int>)p)];
        if (inBody.Length > 1) row[8] = (double)inBody.Length / TermPairs.ShortestWindow(inBody) * inBody.Length / query.Count;
        int run = 1, longest = 1;
        for (int i = 0; i + 1 < own.Count; i++)
        {
            bool neighbours = own[i + 1].Term == own[i].Term + 1;
            ReadOnlySpan<int> left = own[i].Match.Positions.AsSpan(), right = own[i + 1].Match.Positions.AsSpan();
            bool ordered = neighbours && TermPairs.InOrder(left, right) > 0;
            if (ordered) row[9] += query.PairShare(own[i].Term);
            if (neighbours && TermPairs.Near(left, right, NearWindow) > 0) row[10] += query.PairShare(own[i].Term);
            run = ordered ? run + 1 : 1;
            longest = Math.Max(longest, run);
        }

        row[11] = query.Count < 2 ? 1 : (longest - 1.0) / (query.Count - 1);
    }

    private static Dictionary<long, (double Sum, int Chunks)> Documents(List<Candidate> candidates)
    {
        var documents = new Dictionary<long, (double Sum, int Chunks)>();
        foreach (Candidate candidate in candidates)
        {
            // The n-th chunk of a document counts 1/n, so that long documents do not win by length.
            (double sum, int chunks) = documents.GetValueOrDefault(candidate.Document);
            documents[candidate.Document] = (sum + (candidate.Score / (chunks + 1)), chunks + 1);
        }

        return documents;
    }

    private static void ScaleToBest(double[][] rows, int feature)
    {
        double best = rows.Length == 0 ? 0 : rows.Max(r => r[feature]);
        foreach (double[] row in rows) row[feature] = Ratio(row[feature], best);
    }

    private static double Ratio(double part, double whole) => whole > 0 ? Math.Clamp(part / whole, 0, 1) : 0;
}

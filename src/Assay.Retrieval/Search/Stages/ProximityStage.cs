using System.Collections.Immutable;
using Assay.Retrieval.Keyword;

namespace Assay.Retrieval.Search.Stages;

/// <summary>Adds to chunks in which neighbouring terms of the query stand near each other.</summary>
/// <remarks>
/// For every pair of terms next to each other in the query, <c>weight · (idf₁ + idf₂)/2 · (k1 + 1) · n/(n + k1)</c>, where n is how often the two stand less than a window
/// apart in one field: the unordered part of a sequential dependence model (Metzler &amp; Croft 2005), with BM25's saturation.
/// </remarks>
internal static class ProximityStage
{
    /// <summary>Scores and reorders the best candidates.</summary>
    public static void Run(SearchRun run)
    {
        ProximityOptions options = run.Profile.Proximity;
        if (options.Weight <= 0)
        {
            run.Trace?.Skipped("proximity", "off in the search profile");
            return;
        }

        long started = run.Trace?.Start() ?? 0;
        int depth = Math.Min(options.Depth, run.Candidates.Count);
        ImmutableArray<ChunkMatch?> matches = run.Index.Matches(run.Candidates.Take(depth).Select(c => c.Row), run.Query, run.Filter);
        for (int i = 0; i < depth; i++)
        {
            if (matches[i] is { } match) run.Candidates[i].Score += Score(match, run, options);
        }

        run.Sort(run.Candidates);
        run.Record("proximity", started);
    }

    private static double Score(ChunkMatch match, SearchRun run, ProximityOptions options)
    {
        double score = 0, k1 = run.Profile.Keyword.K1;
        ImmutableArray<KeywordTerm> terms = run.Query.Terms;
        for (int i = 0; i + 1 < terms.Length; i++)
        {
            if (Find(match, terms[i]) is not { } left || Find(match, terms[i + 1]) is not { } right) continue;
            int near = TermPairs.Near(left.Positions.AsSpan(), right.Positions.AsSpan(), options.Window);
            if (near > 0) score += (Idf(run, left) + Idf(run, right)) / 2 * (k1 + 1) * near / (near + k1);
        }

        return options.Weight * score;
    }

    private static TermMatch? Find(ChunkMatch match, KeywordTerm term)
    {
        foreach (TermMatch found in match.Terms)
        {
            if (found.Term.Words.SequenceEqual(term.Words)) return found;
        }

        return null;
    }

    private static double Idf(SearchRun run, TermMatch term) =>
        Math.Log(1 + ((run.Chunks - term.DocumentFrequency + 0.5) / (term.DocumentFrequency + 0.5)));
}

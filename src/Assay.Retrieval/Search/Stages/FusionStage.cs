namespace Assay.Retrieval.Search.Stages;

/// <summary>Puts rankings from different searches together.</summary>
internal static class FusionStage
{
    /// <summary>Adds weighted rankings up.</summary>
    /// <param name="rankings">Each best first, with its weight, 0 or more.</param>
    /// <param name="options">What is added up.</param>
    /// <returns>The fused score of every chunk in any of them; a chunk that a ranking does not have gets nothing from it.</returns>
    public static Dictionary<long, double> Fuse(IReadOnlyList<(IReadOnlyList<(long Row, double Score)> Hits, double Weight)> rankings, FusionOptions options)
    {
        var fused = new Dictionary<long, double>();
        foreach ((IReadOnlyList<(long Row, double Score)> hits, double weight) in rankings)
        {
            if (hits.Count == 0) continue;
            double best = hits[0].Score, last = hits[^1].Score;
            for (int i = 0; i < hits.Count; i++)
            {
                double share = options.Method == FusionMethod.ReciprocalRank
                    ? 1.0 / (options.Constant + i + 1)
                    : best > last ? (hits[i].Score - last) / (best - last) : 1;
                fused[hits[i].Row] = fused.GetValueOrDefault(hits[i].Row) + (weight * share);
            }
        }

        return fused;
    }

    /// <summary>Fuses the keyword candidates with what other searches found.</summary>
    /// <param name="run">Its candidates are the keyword ranking.</param>
    /// <param name="others">Other rankings with their weights; the keyword ranking weighs <paramref name="keywordWeight"/>.</param>
    /// <param name="keywordWeight">0 or more.</param>
    public static void Run(SearchRun run, IReadOnlyList<(IReadOnlyList<(long Row, double Score)> Hits, double Weight)> others, double keywordWeight)
    {
        if (others.Count == 0) return;
        long started = run.Trace?.Start() ?? 0;
        IReadOnlyList<(long Row, double Score)> keyword = [.. run.Candidates.Select(c => (c.Row, c.Score))];
        run.Candidates = [.. Fuse([(keyword, keywordWeight), .. others], run.Profile.Fusion).Select(f => new Candidate(f.Key, f.Value))];
        run.Sort(run.Candidates);
        if (run.Candidates.Count > run.Depth) run.Candidates.RemoveRange(run.Depth, run.Candidates.Count - run.Depth);
        run.Record("fusion", started);
    }
}

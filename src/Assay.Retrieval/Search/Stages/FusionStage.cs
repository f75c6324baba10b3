namespace Assay.Retrieval.Search.Stages;

/// <summary>Puts rankings from different searches together.</summary>
internal static class FusionStage
{
    /// <summary>Adds weighted rankings up, in the order they are given.</summary>
    /// <param name="rankings">The rankings; one that weighs nothing adds nothing, its chunks neither.</param>
    /// <param name="options">What is added up.</param>
    /// <returns>The fused score of every chunk in any of them; a chunk that a ranking does not have gets nothing from it.</returns>
    public static Dictionary<long, double> Fuse(IReadOnlyList<Ranking> rankings, FusionOptions options)
    {
        var fused = new Dictionary<long, double>();
        foreach (Ranking ranking in rankings)
        {
            if (ranking.Hits.Count == 0 || ranking.Weight <= 0) continue;
            double best = ranking.Hits[0].Score, least = options.Method == FusionMethod.Scores ? ranking.Hits[^1].Score : ranking.Floor;
            for (int i = 0; i < ranking.Hits.Count; i++)
            {
                (long row, double score) = ranking.Hits[i];
                double share = options.Method == FusionMethod.ReciprocalRank
                    ? 1.0 / (options.Constant + i + 1)
                    : best > least ? (score - least) / (best - least) : 1;
                fused[row] = fused.GetValueOrDefault(row) + (ranking.Weight * share);
            }
        }

        return fused;
    }

    /// <summary>Fuses the candidates so far with what other searches found.</summary>
    /// <param name="run">Its candidates are a ranking; they become the fused one, cut at its depth.</param>
    /// <param name="others">Other rankings, of chunks that the asker may read; nothing is done when there are none.</param>
    /// <param name="weight">What the candidates so far count, 0 or more.</param>
    public static void Run(SearchRun run, IReadOnlyList<Ranking> others, double weight)
    {
        if (others.Count == 0) return;
        long started = run.Trace?.Start() ?? 0;
        run.Candidates = [.. Fuse([Ranking.Of(run.Candidates, weight), .. others], run.Profile.Fusion).Select(f => new Candidate(f.Key, f.Value))];
        run.Sort(run.Candidates);
        if (run.Candidates.Count > run.Depth) run.Candidates.RemoveRange(run.Depth, run.Candidates.Count - run.Depth);
        run.Record("fusion", started);
    }
}

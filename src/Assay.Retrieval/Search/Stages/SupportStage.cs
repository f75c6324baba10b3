namespace Assay.Retrieval.Search.Stages;

/// <summary>Adds to every chunk a share of the best other chunk of its document.</summary>
internal static class SupportStage
{
    /// <summary>Scores and reorders all candidates.</summary>
    public static void Run(SearchRun run)
    {
        SupportOptions options = run.Profile.Support;
        if (options.Weight <= 0)
        {
            run.Trace?.Skipped("support", "off in the search profile");
            return;
        }

        long started = run.Trace?.Start() ?? 0;
        var best = new Dictionary<long, (double First, double Second)>();
        foreach (Candidate candidate in run.Candidates)
        {
            best[candidate.Document] = best.TryGetValue(candidate.Document, out (double First, double Second) so)
                ? (Math.Max(so.First, candidate.Score), Math.Max(so.Second, Math.Min(so.First, candidate.Score)))
                : (candidate.Score, double.NegativeInfinity);
        }

        foreach (Candidate candidate in run.Candidates)
        {
            (double first, double second) = best[candidate.Document];
            double other = candidate.Score == first ? second : first;
            if (double.IsNegativeInfinity(other)) other = run.Document(candidate).Chunks == 1 ? options.SingleChunk * candidate.Score : 0;
            candidate.Score += options.Weight * other;
        }

        run.Sort(run.Candidates);
        run.Record("support", started);
    }
}

using Assay.Retrieval.Search.Reranking;

namespace Assay.Retrieval.Search.Stages;

/// <summary>Reorders the best candidates by a trained model; the others stay behind them in their order.</summary>
internal static class RerankStage
{
    /// <summary>Scores and reorders the best candidates.</summary>
    public static void Run(SearchRun run)
    {
        if (run.Profile.Reranker is not { } model)
        {
            run.Trace?.Skipped("rerank", "no reranker has been trained on this project's questions");
            return;
        }

        long started = run.Trace?.Start() ?? 0;
        double[][] features = RerankFeatures.Of(run, model.Depth);
        if (features.Length == 0) return;
        double[] scores = [.. features.Select(f => model.Score(f))];
        double boundary = run.Candidates[features.Length - 1].Score, least = scores.Min();
        for (int i = 0; i < run.Candidates.Count; i++)
        {
            // Behind the last reranked one by as much as they were behind before.
            run.Candidates[i].Score = i < scores.Length ? scores[i] : least - (boundary - run.Candidates[i].Score);
        }

        run.Sort(run.Candidates);
        run.Record("rerank", started);
    }
}

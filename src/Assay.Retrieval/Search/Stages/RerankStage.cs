using System.Collections.Immutable;
using System.Globalization;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Dense;
using Assay.Retrieval.Search.Reranking;
using Assay.Retrieval.Tracing;

namespace Assay.Retrieval.Search.Stages;

/// <summary>Reorders the best candidates by a reranker; the others stay behind them in their order.</summary>
internal static class RerankStage
{
    /// <summary>Name of the stage with the model that was trained on the project's questions.</summary>
    public const string Trained = "rerank";

    /// <summary>Name of the stage with the model that reads query and passage.</summary>
    public const string Reading = "cross-encoder";

    /// <summary>Scores and reorders the best candidates.</summary>
    /// <param name="run">Its candidates are in order, and none is there that the asker may not read.</param>
    /// <param name="stage">Name of the stage.</param>
    /// <param name="model">The reranker.</param>
    /// <param name="weight">
    /// What its scores count, above 0 to 1. At 1 they are the candidates' scores; below, both its scores and those that were there are stretched to [0, 1] over the
    /// scored candidates: <c>w · model + (1 − w) · before</c>.
    /// </param>
    public static void Run(SearchRun run, string stage, IReranker model, double weight = 1)
    {
        int count = Math.Min(model.Depth, run.Candidates.Count);
        if (count == 0) return;
        long started = run.Trace?.Start() ?? 0;
        IReadOnlyList<double> scores = model.Score(new RerankRequest(run.Text, count, () => Texts(run, count), () => RerankFeatures.Of(run, count)));
        if (count > 1 && scores.All(s => s == scores[0]))
        {
            run.Record(stage, started);
            run.Trace?.Note(model.Name.Length > 0 ? $"'{model.Name}' tells the first {count} not apart: their order stays" : $"the first {count} are not told apart: their order stays");
            return;
        }

        double[] before = [.. run.Candidates.Take(count).Select(c => c.Score)];
        double[] after = weight >= 1 ? [.. scores] : Mixed(scores, before, weight);
        double boundary = before[^1], least = after.Min();
        Dictionary<long, ImmutableArray<TraceFeature>>? madeOf = run.Trace is null || stage == Trained ? null
            : run.Candidates.Take(count).Select((c, i) => (c.Row, ImmutableArray.Create(new TraceFeature("model", scores[i]), new TraceFeature("rank before", i + 1)))).ToDictionary(m => m.Row, m => m.Item2);
        for (int i = 0; i < run.Candidates.Count; i++)
        {
            // Behind the last reranked one by as much as they were behind before.
            run.Candidates[i].Score = i < count ? after[i] : least - (boundary - run.Candidates[i].Score);
        }

        run.Sort(run.Candidates);
        run.Record(stage, started, madeOf: madeOf);
        if (model.Name.Length > 0) run.Trace?.Note(string.Create(CultureInfo.InvariantCulture, $"'{model.Name}' scored the first {count}"));
    }

    private static double[] Mixed(IReadOnlyList<double> scores, double[] before, double weight)
    {
        double[] model = Stretched(scores), incoming = Stretched(before);
        return [.. model.Select((score, i) => (weight * score) + ((1 - weight) * incoming[i]))];
    }

    private static double[] Stretched(IReadOnlyList<double> values)
    {
        double least = values.Min(), span = values.Max() - least;
        return [.. values.Select(v => span > 0 ? (v - least) / span : 0)];
    }

    // As passages are embedded; where titles and headings are left out of the search, they are left out here too.
    private static string[] Texts(SearchRun run, int count)
    {
        bool titles = run.Query.Scoring.TitleWeight > 0, headings = run.Query.Scoring.HeadingWeight > 0;
        return [.. run.Candidates.Take(count).Select(c => run.Store.Chunk(c.Row) is Chunk chunk ? ChunkEmbedder.TextOf(titles ? chunk.Title : "", headings ? chunk.HeadingPath : "", chunk.Text) : "")];
    }
}

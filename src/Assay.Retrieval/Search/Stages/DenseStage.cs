using Assay.Retrieval.Dense;

namespace Assay.Retrieval.Search.Stages;

/// <summary>Finds chunks by meaning, in the view of the store that everything else is read from, and fuses them with those found by words.</summary>
internal static class DenseStage
{
    private const double LeastCosine = -1;

    // Documents whose scores by words the gate looks at, and what is left of the weight where it is shut: nothing may be lost that only meaning finds.
    private const int GateDocuments = 10;
    private const double Shut = 1e-3;

    /// <summary>Searches and fuses.</summary>
    /// <param name="run">Its candidates are those found by words, all stages that reckon in their scores done.</param>
    /// <param name="dense">Null where chunks have no vectors.</param>
    public static void Run(SearchRun run, DenseSearch? dense)
    {
        double weight = Weight(run);
        if (dense is null || run.Vector is not { } vector)
        {
            run.Trace?.Skipped("dense", dense is null ? "the project names no embedder" : weight <= 0 ? "off in the search profile" : "this search is by words alone");
            return;
        }

        if (!vector.Span.ContainsAnyExcept(0f))
        {
            run.Trace?.Skipped("dense", "the embedder was made for other scripts than the query's");
            return;
        }

        long started = run.Trace?.Start() ?? 0;
        List<Candidate> found = Find(run, dense, vector.Span);
        run.Cosines = found.ToDictionary(c => c.Row, c => c.Score);
        run.Record("dense", started, found);
        FusionStage.Run(run, [Ranking.Of(found, weight, LeastCosine)], 1 - weight);
    }

    /// <summary>The chunks nearest to a vector, best first.</summary>
    /// <remarks>The index may be ahead of this view: what the view does not have, or has under a class that may not be read, is left out.</remarks>
    public static List<Candidate> Find(SearchRun run, DenseSearch dense, ReadOnlySpan<float> vector)
    {
        var found = new List<Candidate>();
        foreach (DenseHit hit in dense.Search(run.Store, vector, run.Depth, run.Filter))
        {
            if (run.MayReturn(hit.Row)) found.Add(new Candidate(hit.Row, hit.Score));
        }

        run.Sort(found);
        if (found.Count > run.Depth) found.RemoveRange(run.Depth, found.Count - run.Depth);
        return found;
    }

    private static double Weight(SearchRun run)
    {
        FusionOptions options = run.Profile.Fusion;
        if (options.GateHigh <= 0 || options.DenseWeight is <= 0 or >= 1) return options.DenseWeight;
        return options.DenseWeight * Math.Max(Shut, Flatness.Gate(Flatness.Best(run.Candidates, GateDocuments), options.GateLow, options.GateHigh));
    }
}

using Assay.Retrieval.Keyword;

namespace Assay.Retrieval.Search.Stages;

/// <summary>Asks the keyword index.</summary>
internal static class KeywordStage
{
    /// <summary>Finds the first candidates.</summary>
    public static void Run(SearchRun run)
    {
        long started = run.Trace?.Start() ?? 0;
        run.Candidates = Find(run, run.Asked);
        run.Record("keyword", started);
    }

    /// <summary>The chunks that hold any term of <paramref name="query"/>, best first.</summary>
    public static List<Candidate> Find(SearchRun run, KeywordQuery query)
    {
        var found = new List<Candidate>();
        foreach (KeywordHit hit in run.Index.Search(query, run.Depth, run.Filter)) found.Add(new Candidate(hit.Row, hit.Score));
        return found;
    }
}

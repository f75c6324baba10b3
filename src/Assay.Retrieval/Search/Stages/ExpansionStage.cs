using Assay.Retrieval.Keyword;
using Assay.Retrieval.Search.Expansion;
using Assay.Retrieval.Tracing;

namespace Assay.Retrieval.Search.Stages;

/// <summary>Searches for what a model added to the question, with the filter of the question, and adds the rankings up.</summary>
internal static class ExpansionStage
{
    private const string Name = "expansion";

    /// <summary>Fuses the candidates with those of the variants.</summary>
    /// <param name="run">Its candidates are the question's ranking.</param>
    public static void Run(SearchRun run)
    {
        if (run.Expanded is not { } expanded) return;
        ExpansionOptions options = run.Profile.Expansion;
        (QueryVariant Variant, double Weight)[] variants = [.. expanded.Variants
            .Select(v => (v, options.WeightOf(v.Kind) * v.Weight / expanded.Variants.Count(o => o.Kind == v.Kind)))
            .Where(v => v.Item2 > 0)];
        if (variants.Length == 0)
        {
            run.Trace?.Skipped(Name, expanded.Outcome == ExpansionOutcome.Expanded ? "off in the search profile" : expanded.Note);
            return;
        }

        long started = run.Trace?.Start() ?? 0;
        var rankings = new List<(IReadOnlyList<Candidate> Hits, double Weight)> { (run.Candidates, 1) };
        foreach ((QueryVariant variant, double weight) in variants)
        {
            KeywordQuery query = QueryParser.Parse(variant.Text, run.Index.Languages) with { Scoring = run.Query.Scoring };
            if (query.Terms.Length == 0) continue;
            rankings.Add((KeywordStage.Find(run, query), weight));
            Note(run, variant, query, weight);
        }

        run.Candidates = Fuse(rankings, options.Constant);
        run.Sort(run.Candidates);
        if (run.Candidates.Count > run.Depth) run.Candidates.RemoveRange(run.Depth, run.Candidates.Count - run.Depth);
        run.Record(Name, started);
        run.Trace?.Note(expanded.Note);
    }

    private static List<Candidate> Fuse(List<(IReadOnlyList<Candidate> Hits, double Weight)> rankings, int constant)
    {
        var scores = new Dictionary<long, double>();
        foreach ((IReadOnlyList<Candidate> hits, double weight) in rankings)
        {
            for (int i = 0; i < hits.Count; i++) scores[hits[i].Row] = scores.GetValueOrDefault(hits[i].Row) + (weight / (constant + i + 1));
        }

        return [.. scores.Select(s => new Candidate(s.Key, s.Value))];
    }

    private static void Note(SearchRun run, QueryVariant variant, KeywordQuery query, double weight)
    {
        if (run.Trace is not { } trace) return;
        foreach (KeywordTerm term in query.Terms)
        {
            int chunks = term.Words.Length == 1 ? run.Index.DocumentFrequency(term.Words[0], run.Filter) : -1;
            trace.Term(new TraceTerm(term.Text, variant.Text, TermOrigin.Expansion, chunks, weight * term.Weight));
        }
    }
}

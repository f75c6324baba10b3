using Assay.Retrieval.Dense;
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
    /// <param name="dense">Finds made-up passages by meaning; null where chunks have no vectors.</param>
    public static void Run(SearchRun run, DenseSearch? dense)
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
        List<Ranking> rankings = [Ranking.Of(run.Candidates, 1), .. variants.SelectMany(v => Search(run, v.Variant, v.Weight, dense))];
        var fusion = new FusionOptions { Method = FusionMethod.ReciprocalRank, Constant = options.Constant };
        run.Candidates = [.. FusionStage.Fuse(rankings, fusion).Select(f => new Candidate(f.Key, f.Value))];
        run.Sort(run.Candidates);
        if (run.Candidates.Count > run.Depth) run.Candidates.RemoveRange(run.Depth, run.Candidates.Count - run.Depth);
        run.Record(Name, started);
        run.Trace?.Note(expanded.Note);
    }

    // A made-up passage is searched for by meaning too, where the question is.
    private static IEnumerable<Ranking> Search(SearchRun run, QueryVariant variant, double weight, DenseSearch? dense)
    {
        ReadOnlyMemory<float>? vector = variant.Kind == QueryExpansion.Hyde && run.Vector is not null ? dense?.MadeUp.Of(variant.Text) : null;
        double byMeaning = vector is null ? 0 : run.Profile.Fusion.DenseWeight;
        KeywordQuery query = QueryParser.Parse(variant.Text, run.Index.Languages) with { Scoring = run.Query.Scoring };
        if (query.Terms.Length > 0)
        {
            Note(run, variant, query, weight * (1 - byMeaning));
            yield return Ranking.Of(KeywordStage.Find(run, query), weight * (1 - byMeaning));
        }

        if (vector is { } meaning) yield return Ranking.Of(DenseStage.Find(run, dense!, meaning.Span), weight * byMeaning);
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

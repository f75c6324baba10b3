using System.Collections.Immutable;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Keyword;
using Assay.Retrieval.Keyword.Segments;
using Assay.Retrieval.Tracing;
using Assay.Text.Languages;

namespace Assay.Retrieval.Search.Stages;

/// <summary>Scores the candidates again with terms from the best chunks.</summary>
/// <remarks>
/// A relevance model: the best chunk of each of the first documents counts by its score, <c>P(t|R) = Σ_d score(d)/Σ score · tf(t,d)/length(d)</c>; the terms
/// with the largest <c>P(t|R) · idf(t)</c> are added. A term must stand in two of the chunks and in at most a tenth of all chunks. Only chunks that
/// the asker may read were candidates, so only they are learned from, and the frequencies count only what he may read.
/// </remarks>
internal static class FeedbackStage
{
    private const int LeastChunks = 2;
    private const double MostFrequent = 0.1;

    /// <summary>Reorders the candidates by the expanded query, unless the gate is shut.</summary>
    public static void Run(SearchRun run)
    {
        FeedbackOptions options = run.Profile.Feedback;
        if (options.Weight <= 0)
        {
            run.Trace?.Skipped("feedback", "off in the search profile");
            return;
        }

        long started = run.Trace?.Start() ?? 0;
        List<Candidate> best = Flatness.Best(run.Candidates, options.Documents);
        double gate = Flatness.Gate(best, options.GateLow, options.GateHigh);
        if (gate <= 0 || run.Query.Terms.Length == 0)
        {
            run.Trace?.Skipped("feedback", best.Count < 2 ? "too few documents found to learn from" : "one document stands out: nothing to learn from the others");
            return;
        }

        List<(string Term, double Value)> terms = Terms(run, best, options.Terms);
        if (terms.Count == 0)
        {
            run.Trace?.Skipped("feedback", "the documents found share no telling term");
            return;
        }

        run.Asked = Expanded(run, terms, options.Weight, gate);
        Rescore(run);
        run.Record("feedback", started);
    }

    private static List<(string Term, double Value)> Terms(SearchRun run, List<Candidate> best, int most)
    {
        var model = new Dictionary<string, (double Probability, int Chunks)>(StringComparer.Ordinal);
        double total = best.Sum(c => c.Score);
        foreach (Candidate candidate in best)
        {
            if (run.Store.Chunk(candidate.Row) is not Chunk chunk) continue;
            (Dictionary<string, int> counts, int length) = TermCounts.Of(chunk, LanguageOf(run, candidate, chunk));
            foreach ((string term, int count) in counts)
            {
                (double Probability, int Chunks) before = model.GetValueOrDefault(term);
                model[term] = (before.Probability + (candidate.Score / total * count / length), before.Chunks + 1);
            }
        }

        double mostChunks = MostFrequent * run.Chunks;
        return [.. model.Where(t => t.Value.Chunks >= LeastChunks)
            .Select(t => (Term: t.Key, t.Value.Probability, Frequency: run.Index.DocumentFrequency(t.Key, run.Filter)))
            .Where(t => t.Frequency > 0 && t.Frequency <= mostChunks)
            .Select(t => (t.Term, Value: t.Probability * Idf(run.Chunks, t.Frequency)))
            .OrderByDescending(t => t.Value).ThenBy(t => t.Term, StringComparer.Ordinal).Take(most)];
    }

    // Added terms move what holds a word of the user's; a chunk that holds none of them is no answer, however alike it is.
    private static void Rescore(SearchRun run)
    {
        List<Candidate> expanded = KeywordStage.Find(run, run.Asked);
        Dictionary<long, double> scores = expanded.ToDictionary(c => c.Row, c => c.Score);
        foreach (Candidate candidate in run.Candidates)
        {
            candidate.Score = scores.TryGetValue(candidate.Row, out double score) ? score : Math.Min(candidate.Score, expanded[^1].Score);
        }

        run.Sort(run.Candidates);
    }

    // Where the document does not say, it is one of the index's; a wrong guess gives terms that the index does not have, and those are left out.
    private static Language LanguageOf(SearchRun run, Candidate candidate, Chunk chunk) =>
        LanguageCode.Parse(run.Store.Document(candidate.Document)?.Language ?? "") ?? LanguageDetector.Detect(chunk.Text, run.Index.Languages.AsSpan());

    // The added terms together make up `weight` of the expanded query, times the gate.
    private static KeywordQuery Expanded(SearchRun run, List<(string Term, double Value)> terms, double weight, double gate)
    {
        double scale = gate * weight / (1 - weight) * run.Query.Terms.Sum(t => t.Weight) / terms.Sum(t => t.Value);
        ImmutableArray<KeywordTerm> added = [.. terms.Select(t => new KeywordTerm(t.Term, t.Value * scale))];
        if (run.Trace is { } trace)
        {
            foreach (KeywordTerm term in added) trace.Term(new TraceTerm(term.Text, "", TermOrigin.Feedback, run.Index.DocumentFrequency(term.Text, run.Filter), term.Weight));
        }

        return run.Query with { Terms = [.. run.Query.Terms, .. added] };
    }

    private static double Idf(int chunks, int frequency) => Math.Log(1 + ((chunks - frequency + 0.5) / (frequency + 0.5)));
}

using System.Collections.Immutable;
using Assay.Retrieval.Keyword;
using Assay.Retrieval.Search;
using Assay.Text;

namespace Assay.Retrieval.Context;

/// <summary>Reads <see cref="AnswerabilitySignals"/> from the keyword index: no model, no text of a passage. Costs a search.</summary>
/// <remarks>
/// The words are those that are searched for (stems, stop words left out, phrases as their words). A word that no document holds but that is spelled almost like
/// one stands for that one, as in a search. Counts are of what the asker may read, so the signals do not give away what they may not.
/// </remarks>
/// <param name="search">The search.</param>
public sealed class AnswerabilityReader(KeywordSearch search)
{
    /// <summary>The signals of a question.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="options">How many passages are looked at, field weights, and on whose behalf.</param>
    /// <returns>All 0 when nothing is asked; when nothing is found, all but <see cref="AnswerabilitySignals.MissingNumbers"/>.</returns>
    /// <exception cref="AssayException">The store cannot be read.</exception>
    public AnswerabilitySignals Read(string question, SearchOptions options)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(options);
        return search.Read((snapshot, keywords) =>
        {
            ChunkFilter? filter = KeywordSearch.Filter(snapshot, options);
            ImmutableArray<Wanted> wanted = Words(keywords, question, filter);
            var query = new KeywordQuery([.. wanted.SelectMany(w => w.Spellings)]) { Scoring = KeywordSearch.Scoring(options) };
            return wanted.Length == 0 ? new AnswerabilitySignals() : Signals(keywords, wanted, query, (options.K, filter));
        });
    }

    private static AnswerabilitySignals Signals(KeywordSnapshot keywords, ImmutableArray<Wanted> wanted, KeywordQuery query, (int K, ChunkFilter? Filter) scope)
    {
        ImmutableArray<KeywordHit> hits = keywords.Search(query, scope.K, scope.Filter);
        HashSet<string>[] held = [.. keywords.Matches(hits.Select(h => h.Row), query, scope.Filter)
            .Select(m => m is null ? [] : m.Terms.Select(t => t.Term.Text).ToHashSet(StringComparer.Ordinal))];
        double all = wanted.Sum(w => w.Idf);
        double ideal = wanted.Sum(w => w.Idf * w.Spellings.Max(s => s.Weight)) * (query.Scoring.K1 + 1);
        Wanted[] numbers = [.. wanted.Where(w => w.IsNumber)];
        bool Anywhere(Wanted w) => held.Any(w.StandsIn);
        return new AnswerabilitySignals
        {
            TopScore = hits.Length == 0 ? 0 : Math.Min(1, hits[0].Score / ideal),
            BestCoverage = held.Length == 0 ? 0 : held.Max(h => wanted.Where(w => w.StandsIn(h)).Sum(w => w.Idf)) / all,
            ContextCoverage = wanted.Where(Anywhere).Sum(w => w.Idf) / all,
            Gap = hits.Length == 0 ? 0 : hits.Length == 1 ? 1 : 1 - (hits.Skip(1).Average(h => h.Score) / hits[0].Score),
            MissingNumbers = numbers.Length == 0 ? 0 : 1 - ((double)numbers.Count(Anywhere) / numbers.Length),
        };
    }

    private static ImmutableArray<Wanted> Words(KeywordSnapshot keywords, string question, ChunkFilter? filter)
    {
        KeywordQuery parsed = QueryParser.Parse(question, keywords.Languages);
        var words = new KeywordQuery([.. parsed.Terms.SelectMany(t => t.Words).Where(w => w.Length > 0).Distinct(StringComparer.Ordinal).Select(w => new KeywordTerm(w))]);
        ILookup<string, KeywordTerm> variants = SpellingVariants.Find(keywords, words, filter).ToLookup(v => v.Word, v => v.Variant, StringComparer.Ordinal);
        int chunks = keywords.CountChunks(filter);
        return [.. words.Terms.Select(term =>
        {
            ImmutableArray<KeywordTerm> spellings = variants[term.Text].Any() ? [.. variants[term.Text]] : [term];
            return new Wanted(spellings, Bm25.Idf(chunks, spellings.Max(s => keywords.DocumentFrequency(s.Text, filter))), term.Text.Any(char.IsDigit));
        })];
    }

    /// <summary>A word of the question.</summary>
    /// <param name="Spellings">The word, or those of the index that it is taken for.</param>
    /// <param name="Idf">How rare it is; more than 0.</param>
    /// <param name="IsNumber">Whether it is a number or an identifier.</param>
    private sealed record Wanted(ImmutableArray<KeywordTerm> Spellings, double Idf, bool IsNumber)
    {
        public bool StandsIn(HashSet<string> passage) => Spellings.Any(s => passage.Contains(s.Text));
    }
}

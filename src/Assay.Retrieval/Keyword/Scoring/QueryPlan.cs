using System.Collections.Immutable;
using System.Text;
using Assay.Numerics.Ranking;
using Assay.Retrieval.Keyword.Segments;

namespace Assay.Retrieval.Keyword.Scoring;

/// <summary>A query made ready for the views of a snapshot: its terms that occur, with their postings, and weights in fixed point.</summary>
internal sealed class QueryPlan
{
    /// <summary>Scores in fixed point stay below two to this.</summary>
    private const int ScoreBits = 30;

    private QueryPlan(ImmutableArray<PlannedTerm> terms, double scale)
    {
        Terms = terms;
        Scale = scale;
    }

    /// <summary>The terms, in the order of the query.</summary>
    public ImmutableArray<PlannedTerm> Terms { get; }

    /// <summary>What a score is multiplied by in fixed point: a power of two.</summary>
    public double Scale { get; }

    /// <summary>Looks up the terms of a query.</summary>
    public static QueryPlan Make(ImmutableArray<SegmentView> views, ScoringScope scope, KeywordQuery query)
    {
        var found = ImmutableArray.CreateBuilder<PlannedTerm>(query.Terms.Length);
        double sum = 0;
        foreach ((KeywordTerm term, double weight) in Distinct(query.Terms))
        {
            (TermPostings?[] postings, int frequency) = term.Words.Length == 1 ? Word(views, scope, term.Words[0]) : Phrase(views, scope, term.Words);
            if (frequency == 0) continue;
            double full = weight * (scope.Options.K1 + 1) * Bm25.Idf(scope.Totals.Chunks, frequency);
            found.Add(new PlannedTerm(term, postings, frequency, full));
            sum += full;
        }

        double scale = sum > 0 && double.IsFinite(sum) ? Math.ScaleB(1, ScoreBits - 1 - Math.ILogB(sum)) : 1;
        return new QueryPlan([.. found.Select(t => t with { Scaled = (float)(t.Weight * scale) })], scale);
    }

    /// <summary>The index of a word in every view; negative where it does not occur.</summary>
    public static int[] Find(ImmutableArray<SegmentView> views, string word)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(word);
        return [.. views.Select(v => v.Segment.Find(bytes))];
    }

    private static List<(KeywordTerm Term, double Weight)> Distinct(ImmutableArray<KeywordTerm> terms)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var distinct = new List<(KeywordTerm Term, double Weight)>();
        foreach (KeywordTerm term in terms.IsDefault ? [] : terms)
        {
            if (term.Words.IsDefaultOrEmpty) throw new ArgumentException("A term has no word.", nameof(terms));
            if (!(term.Weight >= 0 && term.Weight <= 1e9)) throw new ArgumentException($"The weight of '{term.Text}' is not 0 to 1e9.", nameof(terms));
            if (term.Weight == 0) continue;
            if (seen.TryAdd(term.Text, distinct.Count)) distinct.Add((term, term.Weight));
            else distinct[seen[term.Text]] = (term, distinct[seen[term.Text]].Weight + term.Weight);
        }

        return distinct;
    }

    private static (TermPostings?[] Postings, int Frequency) Word(ImmutableArray<SegmentView> views, ScoringScope scope, string word)
    {
        int[] terms = Find(views, word);
        return ([.. terms.Select((t, v) => t < 0 ? null : new TermPostings(views[v].Segment, t))], scope.DocumentFrequency(word, terms));
    }

    private static (TermPostings?[] Postings, int Frequency) Phrase(ImmutableArray<SegmentView> views, ScoringScope scope, ImmutableArray<string> words)
    {
        var postings = new TermPostings?[views.Length];
        int frequency = 0;
        for (int v = 0; v < postings.Length; v++)
        {
            postings[v] = PhraseMatcher.Match(views[v].Segment, words);
            if (postings[v] is { } found) frequency += ImpactScoring.CountFinite(found.Chunks, scope.Norms(v));
        }

        return (postings, frequency);
    }
}

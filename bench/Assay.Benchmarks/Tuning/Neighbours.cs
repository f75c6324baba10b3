using System.Collections.Immutable;
using System.Globalization;
using Assay.Retrieval.Keyword;
using Assay.Retrieval.Search;
using Assay.Text.Languages;

namespace Assay.Benchmarks.Tuning;

/// <summary>The baselines that need no training: the label of the training text that BM25 puts first, or a vote of near ones (stems of the language, stop words left out, k1 1.2).</summary>
internal sealed class Neighbours
{
    private const int OrdinalBits = 20, LeastHits = 50;
    private readonly KeywordSnapshot index;
    private readonly string[] labels;
    private readonly Language language;

    /// <summary>Indexes the training texts.</summary>
    public Neighbours(IEnumerable<(string Text, string Label)> texts, Language language)
    {
        (string Text, string Label)[] all = [.. texts];
        this.language = language;
        labels = [.. all.Select(t => t.Label)];
        Majority = labels.GroupBy(l => l, StringComparer.Ordinal).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).First().Key;
        index = KeywordIndex.Build(all.Select((t, i) => Document(t.Text, i + 1)), generation: 1).Current;
    }

    /// <summary>The label of most training texts.</summary>
    public string Majority { get; }

    /// <summary>The label of the nearest text; of several equally near ones the commonest label, and that of most texts where no word is shared.</summary>
    public string Label(string text) => Label(text, NeighbourVote.Nearest);

    /// <summary>The label with most votes; of equal ones the first in order, and that of most texts where no word is shared.</summary>
    public string Label(string text, NeighbourVote vote)
    {
        ImmutableSortedDictionary<string, double> shares = Shares(text, vote);
        return shares.Count == 0 ? Majority : shares.OrderByDescending(s => s.Value).First().Key;
    }

    /// <summary>Each label's share of the votes, 1 together; none where no word is shared.</summary>
    public ImmutableSortedDictionary<string, double> Shares(string text, NeighbourVote vote)
    {
        KeywordQuery query = QueryParser.Parse(text.Replace('"', ' '), [language]) with { Scoring = Bm25Options.Default with { B = vote.B } };
        ImmutableArray<KeywordHit> hits = index.Search(query, Math.Max(LeastHits, 2 * vote.Most));
        if (hits.Length == 0) return ImmutableSortedDictionary<string, double>.Empty;
        double least = hits[Math.Min(vote.Most, hits.Length) - 1].Score - 1e-9, best = hits[0].Score;
        (string Label, double Weight)[] votes = [.. hits.Where(h => h.Score >= least).Select(h => (labels[checked((int)(h.Row >> OrdinalBits)) - 1], Math.Pow(h.Score / best, vote.Power)))];
        double sum = votes.Sum(v => v.Weight);
        return votes.GroupBy(v => v.Label, StringComparer.Ordinal).ToImmutableSortedDictionary(g => g.Key, g => g.Sum(v => v.Weight) / sum, StringComparer.Ordinal);
    }

    private IndexedDocument Document(string text, int number) =>
        new(number, number.ToString("D6", CultureInfo.InvariantCulture), AccessClass: 0, Title: "", [new IndexedChunk(0, "", text)]) { Language = language };
}

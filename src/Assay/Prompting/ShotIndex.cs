using System.Collections.Concurrent;
using System.Collections.Immutable;
using Assay.Retrieval.Keyword;
using Assay.Text.Analysis;
using Assay.Text.Languages;

namespace Assay.Prompting;

/// <summary>Finds examples by the words of their questions (BM25). Safe to use from several threads at once.</summary>
/// <remarks>
/// <c>sim(i, j)</c> is the BM25 score of question j for the words of question i, divided by that of i itself. Nearest to a question q are those with the largest
/// <c>0.7 · score(q, i) / best score − 0.3 · max sim(i, chosen)</c>, one after the other (maximal marginal relevance, Carbonell and Goldstein 1998); one
/// with a sim of 0.9 or more to a chosen one, either way round, is passed over. Those that stand for most of the others add the most to
/// <c>Σ_j max over chosen i of sim(i, j)</c> (greedy facility location). Ties go to the earlier example.
/// </remarks>
internal sealed class ShotIndex
{
    private const double Relevance = 0.7, Copy = 0.9;
    private const int MostSpread = 400, Considered = 4, Sampled = 200;

    private readonly KeywordSnapshot _index;
    private readonly Analyzer _analyzer;
    private readonly ConcurrentDictionary<int, Dictionary<int, double>> _similar = new();
    private readonly Lazy<ImmutableArray<int>> _spread;

    /// <summary>Prepares examples.</summary>
    /// <param name="shots">The examples, in an order that does not change.</param>
    public ShotIndex(ImmutableArray<Shot> shots)
    {
        Shots = shots;
        Language language = LanguageDetector.Detect(string.Join('\n', shots.Take(Sampled).Select(s => s.Question)));
        _analyzer = Analyzer.For(language);
        _index = KeywordIndex.Build(shots.Select((s, i) => new IndexedDocument(i + 1, i.ToString("D8", System.Globalization.CultureInfo.InvariantCulture), 0, "", [new IndexedChunk(0, "", s.Question)]) { Language = language }), 1).Current;
        _spread = new Lazy<ImmutableArray<int>>(MakeSpread);
    }

    /// <summary>Most examples that are ever asked for.</summary>
    public const int Most = 32;

    /// <summary>The examples.</summary>
    public ImmutableArray<Shot> Shots { get; }

    /// <summary>The examples that stand for most of the others, the first alone for the most; at most <see cref="Most"/>.</summary>
    public ImmutableArray<int> Spread => _spread.Value;

    /// <summary>The examples that are most like a question.</summary>
    /// <param name="question">The question; where too few share a word with it, <see cref="Spread"/> fills up.</param>
    /// <param name="count">How many.</param>
    /// <returns>The most like first.</returns>
    public ImmutableArray<int> Nearest(string question, int count)
    {
        List<(int Shot, double Score)> candidates = Search(question, Considered * count);
        double best = candidates.Count == 0 ? 1 : candidates[0].Score;
        var chosen = ImmutableArray.CreateBuilder<int>(count);
        while (chosen.Count < count && candidates.Count > 0)
        {
            (int Shot, double Score) next = candidates.MaxBy(c => (Relevance * c.Score / best) - ((1 - Relevance) * chosen.Select(s => Similarity(c.Shot, s)).DefaultIfEmpty(0).Max()));
            chosen.Add(next.Shot);
            candidates.RemoveAll(c => c.Shot == next.Shot || Similarity(c.Shot, next.Shot) >= Copy || Similarity(next.Shot, c.Shot) >= Copy);
        }

        if (chosen.Count < count) chosen.AddRange(Spread.Except(chosen).Take(count - chosen.Count).ToArray());
        return chosen.ToImmutable();
    }

    private double Similarity(int of, int to) => _similar.GetOrAdd(of, Similar).GetValueOrDefault(to);

    private Dictionary<int, double> Similar(int shot)
    {
        List<(int Shot, double Score)> found = Search(Shots[shot].Question, Shots.Length);
        double own = found.FirstOrDefault(f => f.Shot == shot).Score;
        return own == 0 ? new Dictionary<int, double> { [shot] = 1 } : found.ToDictionary(f => f.Shot, f => Math.Min(1, f.Score / own));
    }

    // Of many examples every so manieth one: the sum hardly changes, and the time grows with the square.
    private ImmutableArray<int> MakeSpread()
    {
        int step = Math.Max(1, (Shots.Length + MostSpread - 1) / MostSpread);
        int[] all = [.. Enumerable.Range(0, Shots.Length).Where(i => i % step == 0)];
        var covered = new double[Shots.Length];
        var chosen = ImmutableArray.CreateBuilder<int>();
        while (chosen.Count < Math.Min(Most, all.Length))
        {
            int next = all.Where(i => !chosen.Contains(i)).MaxBy(i => all.Sum(j => Math.Max(0, Similarity(i, j) - covered[j])));
            chosen.Add(next);
            foreach (int j in all) covered[j] = Math.Max(covered[j], Similarity(next, j));
        }

        return chosen.ToImmutable();
    }

    private List<(int Shot, double Score)> Search(string text, int most)
    {
        var words = new Words();
        _analyzer.Analyze(text, words);
        IEnumerable<string> terms = words.Telling.Count > 0 ? words.Telling : words.All;
        ImmutableArray<KeywordTerm> query = [.. terms.Select(t => new KeywordTerm(t))];
        return query.IsEmpty || Shots.IsEmpty ? [] : [.. _index.SearchDocuments(new KeywordQuery(query), Math.Max(1, most)).Select(h => ((int)h.Key - 1, h.Score))];
    }

    /// <summary>The words of a question, each once.</summary>
    private sealed class Words : ITermSink
    {
        public SortedSet<string> All { get; } = new(StringComparer.Ordinal);

        public SortedSet<string> Telling { get; } = new(StringComparer.Ordinal);

        public void Add(in Term term)
        {
            string word = term.Text.ToString();
            All.Add(word);
            if (!term.IsStopWord) Telling.Add(word);
        }
    }
}

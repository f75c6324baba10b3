using System.Collections.Immutable;
using System.Globalization;
using Assay.Retrieval.Keyword;
using Assay.Retrieval.Search;
using Assay.Text.Languages;

namespace Assay.Benchmarks.Tuning;

/// <summary>The baseline that needs no training: the label of the training text that BM25 puts first (stems of the language, stop words left out, k1 1.2, b 0.75).</summary>
internal sealed class Neighbours
{
    private const int OrdinalBits = 20, MostHits = 50;
    private readonly KeywordSnapshot index;
    private readonly string[] texts, labels, groups;
    private readonly Language language;

    /// <summary>Indexes the training texts.</summary>
    public Neighbours(IEnumerable<(string Text, string Label)> texts, Language language)
        : this(texts.Select(t => (t.Text, t.Label, "")), language)
    {
    }

    /// <summary>Indexes the training texts, each of a group.</summary>
    public Neighbours(IEnumerable<(string Text, string Label, string Group)> texts, Language language)
    {
        (string Text, string Label, string Group)[] all = [.. texts];
        groups = [.. all.Select(t => t.Group)];
        this.texts = [.. all.Select(t => t.Text)];
        this.language = language;
        labels = [.. all.Select(t => t.Label)];
        Majority = Commonest(labels);
        index = KeywordIndex.Build(all.Select((t, i) => Document(t.Text, i + 1)), generation: 1).Current;
    }

    /// <summary>The label of most training texts.</summary>
    public string Majority { get; }

    /// <summary>The label of the nearest text; of several equally near ones the commonest label, and that of most texts where no word is shared.</summary>
    public string Label(string text) => Ranked(text, 1)[0];

    /// <summary>Labels of near texts: first that of the nearest text, then others by the sum of their texts' scores; that of most texts where no word is shared.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">Labels at most.</param>
    /// <param name="without">The group whose texts do not count; null for none.</param>
    public ImmutableArray<string> Ranked(string text, int most, string? without = null)
    {
        (string Label, double Score)[] hits = [.. Hits(text, without).Select(h => (labels[h.Place], h.Score))];
        if (hits.Length == 0) return [Majority];
        string nearest = Commonest(hits.Where(h => h.Score >= hits[0].Score - 1e-9).Select(h => h.Label));
        return [nearest, .. hits.GroupBy(h => h.Label, StringComparer.Ordinal).Where(g => g.Key != nearest).OrderByDescending(g => g.Sum(h => h.Score)).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Key).Take(most - 1)];
    }

    /// <summary>The text that BM25 puts first; null where no word is shared.</summary>
    public string? Nearest(string text, string? without = null) => Hits(text, without).Select(h => texts[h.Place]).FirstOrDefault();

    private IEnumerable<(int Place, double Score)> Hits(string text, string? without) => index.Search(QueryParser.Parse(text.Replace('"', ' '), [language]), MostHits)
        .Select(h => (Place: checked((int)(h.Row >> OrdinalBits)) - 1, h.Score)).Where(h => without is null || groups[h.Place] != without);

    private static string Commonest(IEnumerable<string> some) => some.GroupBy(l => l, StringComparer.Ordinal).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).First().Key;

    private IndexedDocument Document(string text, int number) =>
        new(number, number.ToString("D6", CultureInfo.InvariantCulture), AccessClass: 0, Title: "", [new IndexedChunk(0, "", text)]) { Language = language };
}

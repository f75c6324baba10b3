using Assay.Retrieval.Chunking;
using Assay.Text.Analysis;
using Assay.Text.Languages;

namespace Assay.Retrieval.Search.Stages;

/// <summary>Counts the terms of a chunk that say what it is about.</summary>
internal struct TermCounts : ITermSink
{
    private const int ShortestTerm = 2;

    private readonly Dictionary<string, int> counts;
    private int length;

    private TermCounts(Dictionary<string, int> counts) => this.counts = counts;

    /// <summary>The terms of the chunk's title and text without stop words and single characters, and how many terms there are with them.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="language">Its language.</param>
    public static (Dictionary<string, int> Counts, int Length) Of(Chunk chunk, Language language)
    {
        var sink = new TermCounts(new Dictionary<string, int>(StringComparer.Ordinal));
        Analyzer analyzer = Analyzer.For(language);
        analyzer.Analyze(chunk.Title, ref sink);
        analyzer.Analyze(chunk.Text, ref sink);
        return (sink.counts, Math.Max(1, sink.length));
    }

    /// <inheritdoc/>
    public void Add(in Term term)
    {
        length++;
        if (term.IsStopWord || term.Text.Length < ShortestTerm) return;
        counts.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(term.Text, out int before);
        counts.GetAlternateLookup<ReadOnlySpan<char>>()[term.Text] = before + 1;
    }
}

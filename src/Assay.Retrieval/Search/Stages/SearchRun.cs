using System.Collections.Frozen;
using System.Collections.Immutable;
using Assay.Retrieval.Keyword;
using Assay.Retrieval.Keyword.Segments;
using Assay.Retrieval.Search.Expansion;
using Assay.Retrieval.Storage;
using Assay.Retrieval.Tracing;

namespace Assay.Retrieval.Search.Stages;

/// <summary>One search: what it reads, what it looks for, and what was found so far. Used by one thread.</summary>
internal sealed class SearchRun
{
    private readonly Dictionary<long, (string Id, int Chunks)> documents = [];
    private int? chunks;

    /// <summary>The store as the index knows it.</summary>
    public required StoreSnapshot Store { get; init; }

    /// <summary>The index of the same generation.</summary>
    public required KeywordSnapshot Index { get; init; }

    /// <summary>What may be returned; every stage that reads chunks asks it. Null for all.</summary>
    public required ChunkFilter? Filter { get; init; }

    /// <summary>Number of chunks that may be read: frequencies count only those, so no score tells of others.</summary>
    public int Chunks => chunks ??= Index.CountChunks(Filter);

    /// <summary>The stages' numbers.</summary>
    public required SearchProfile Profile { get; init; }

    /// <summary>What the user typed; empty where nothing reads it.</summary>
    public string Text { get; init; } = "";

    /// <summary>The user's own terms, in their order.</summary>
    public required KeywordQuery Query { get; init; }

    /// <summary>Most chunks a stage hands on.</summary>
    public required int Depth { get; init; }

    /// <summary>What a model added to the question; null for nothing.</summary>
    public ExpandedQuery? Expanded { get; init; }

    /// <summary>The query's vector; null to search by words alone.</summary>
    public ReadOnlyMemory<float>? Vector { get; init; }

    /// <summary>Where to note what happens; null for nowhere.</summary>
    public TraceBuilder? Trace { get; init; }

    /// <summary>What the index was asked last: the user's terms and those that were added.</summary>
    public required KeywordQuery Asked { get; set; }

    /// <summary>What was found, best first.</summary>
    public List<Candidate> Candidates { get; set; } = [];

    /// <summary>Cosines of the chunks found by meaning; empty without such a search.</summary>
    public IReadOnlyDictionary<long, double> Cosines { get; set; } = FrozenDictionary<long, double>.Empty;

    /// <summary>Whether a chunk is in this view of the store and may be returned.</summary>
    public bool MayReturn(long row) => Index.Find(row) is (int view, int chunk)
        && Index.Views[view].Segment is var segment && (Filter?.Allows(row, segment.DocumentAccess[segment.ChunkDocuments[chunk]]) ?? true);

    /// <summary>Id and number of chunks of the document that a candidate is from.</summary>
    public (string Id, int Chunks) Document(Candidate candidate)
    {
        if (documents.TryGetValue(candidate.Document, out (string Id, int Chunks) known)) return known;
        if (Index.Find(candidate.Row) is not (int view, int chunk)) return documents[candidate.Document] = ("", 1);
        Segment segment = Index.Views[view].Segment;
        int document = segment.ChunkDocuments[chunk];
        return documents[candidate.Document] = (segment.DocumentId(document), segment.DocumentChunks[document + 1] - segment.DocumentChunks[document]);
    }

    /// <summary>Puts candidates in order: score, then document id (ordinal), then position.</summary>
    /// <param name="candidates">Reordered in place.</param>
    /// <param name="start">The first that may move; those before it stay.</param>
    public void Sort(List<Candidate> candidates, int start = 0) => candidates.Sort(start, candidates.Count - start, Comparer<Candidate>.Create(Compare));

    /// <summary>Notes a finished stage.</summary>
    /// <param name="stage">Its name.</param>
    /// <param name="started">When it began.</param>
    /// <param name="found">What it found, best first; null for the candidates.</param>
    /// <param name="madeOf">By row, what a score was made of; null where it is one number.</param>
    public void Record(string stage, long started, List<Candidate>? found = null, IReadOnlyDictionary<long, ImmutableArray<TraceFeature>>? madeOf = null)
    {
        found ??= Candidates;
        Trace?.Stage(stage, started, Hits([.. found.Take(Trace.MaxHits).Select(c => (c, c.Score))], madeOf), found.Count);
    }

    // Enumerated by the trace after it has taken the time.
    private IEnumerable<TraceHit> Hits((Candidate Candidate, double Score)[] best, IReadOnlyDictionary<long, ImmutableArray<TraceFeature>>? madeOf)
    {
        ImmutableArray<ChunkMatch?> matches = Index.Matches(best.Select(b => b.Candidate.Row), Query, Filter);
        for (int i = 0; i < best.Length; i++)
        {
            (Candidate candidate, double score) = best[i];
            yield return new TraceHit(i + 1, Document(candidate).Id, candidate.Ordinal, score)
            {
                Terms = [.. (matches[i]?.Terms ?? []).Select(t => t.Term.Text)], Features = madeOf is not null && madeOf.TryGetValue(candidate.Row, out ImmutableArray<TraceFeature> features) ? features : [],
            };
        }
    }

    private int Compare(Candidate x, Candidate y)
    {
        int order = y.Score.CompareTo(x.Score);
        if (order != 0) return order;
        if (x.Document != y.Document) order = string.CompareOrdinal(Document(x).Id, Document(y).Id);
        return order != 0 ? order : x.Row.CompareTo(y.Row);
    }
}

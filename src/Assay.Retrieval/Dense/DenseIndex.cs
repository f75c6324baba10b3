using System.Collections.Concurrent;
using Assay.Numerics.Vectors;
using Assay.Retrieval.Search;

namespace Assay.Retrieval.Dense;

/// <summary>
/// Finds chunks by the angle between vectors. Up to <see cref="DenseIndexOptions.ExactBytes"/> every search reads all vectors, rounded to 8 bits, and
/// scores the best again in full precision; above, a graph is walked (<see cref="HnswGraph"/>) and the same is done with what it finds.
/// </summary>
/// <remarks>
/// A row is found as soon as it is added and no longer once it is removed; filters are applied inside the search. Safe to use from several threads:
/// searches run at the same time, changes wait for them and they for changes, of which a long one gives way after every 256 rows. The graph depends
/// on the rows and the order of the calls that added them, not on threads.
/// </remarks>
public sealed class DenseIndex : IDisposable
{
    private readonly ReaderWriterLockSlim gate = new();
    private readonly ConcurrentBag<GraphScratch> scratches = [];
    private readonly DenseSlots slots;
    private readonly HnswGraph graph;
    private readonly HnswBuilder builder;
    private readonly DenseCandidates candidates;

    /// <summary>Makes an empty index.</summary>
    /// <param name="options">Dimension, size of the graph, effort.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public DenseIndex(DenseIndexOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        Options = options;
        slots = new DenseSlots(options.Dimension);
        graph = new HnswGraph(slots.Rounded, options.Links);
        builder = new HnswBuilder(graph, options.BuildEffort, options.Seed, options.Threads == 0 ? Environment.ProcessorCount : options.Threads);
        candidates = new DenseCandidates(slots, graph);
    }

    /// <summary>The options given.</summary>
    public DenseIndexOptions Options { get; }

    /// <summary>Rows that can be found.</summary>
    public int Count => Reading(() => slots.Live);

    /// <summary>Share of removed rows that still take room, 0 to 1. Above a third, <see cref="Compact"/> pays.</summary>
    public double RemovedShare => Reading(() => slots.Count == 0 ? 0 : 1 - ((double)slots.Live / slots.Count));

    /// <summary>Whether searches walk a graph.</summary>
    public bool HasGraph => Reading(() => graph.Count > 0);

    /// <summary>The rows, for snapshots.</summary>
    internal DenseSlots Slots => slots;

    /// <summary>The graph, for snapshots.</summary>
    internal HnswGraph Graph => graph;

    /// <summary>Adds rows; one of a chunk that is there already takes its place. They are found at once, also while they are being linked.</summary>
    /// <param name="rows">The rows. Many at once are linked in an order of their own, so that neighbours in the list do not hinder each other.</param>
    /// <param name="cancellationToken">Stops the linking between batches; the rows are added all the same and linked by the next call.</param>
    /// <exception cref="ArgumentException">A vector is of another dimension or holds a value that is not finite; the rows before it were added.</exception>
    public void Add(IReadOnlyList<DenseRow> rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        const int many = 1024;
        int[] order = [.. Enumerable.Range(0, rows.Count)];
        if (rows.Count >= many) new Random(Options.Seed).Shuffle(order);
        for (int from = 0; from < order.Length; from += many)
        {
            int to = Math.Min(from + many, order.Length);
            Writing(() =>
            {
                if (from == 0) slots.Reserve(slots.Count + rows.Count);
                for (int i = from; i < to; i++) slots.Add(rows[order[i]].Row, rows[order[i]].AccessClass, rows[order[i]].Vector.Span);
                return 0;
            });
        }

        Link(cancellationToken);
    }

    /// <summary>Removes the row of a chunk.</summary>
    /// <param name="row">The chunk's row id.</param>
    /// <returns>Whether there was one.</returns>
    public bool Remove(long row) => Writing(() => slots.Remove(row));

    /// <summary>Removes the rows of a document.</summary>
    /// <param name="document">The document's key.</param>
    /// <returns>How many there were.</returns>
    public int RemoveDocument(long document) => Writing(() => slots.RemoveDocument(document));

    /// <summary>Gives the rows of a document another access class.</summary>
    /// <param name="document">The document's key; one without rows does no harm.</param>
    /// <param name="accessClass">0 or more.</param>
    public void SetAccessClass(long document, int accessClass) => Writing(() =>
    {
        slots.SetAccessClass(document, accessClass);
        return 0;
    });

    /// <summary>Whether a chunk has a row.</summary>
    /// <param name="row">The chunk's row id.</param>
    /// <returns>True when it can be found.</returns>
    public bool Contains(long row) => Reading(() => slots.Contains(row));

    /// <summary>The chunks whose vectors point most nearly in the direction of the query.</summary>
    /// <param name="query">A vector of the index's dimension; its length does not matter.</param>
    /// <param name="k">Chunks wanted, 0 to 10,000.</param>
    /// <param name="filter">Which chunks may be returned; null for all.</param>
    /// <param name="effort">Candidates a graph search keeps in place of <see cref="DenseIndexOptions.SearchEffort"/>; null for that.</param>
    /// <returns>
    /// Best first, equal scores by row. More than k when others score as the last does: who knows the documents' names decides which of them stay.
    /// </returns>
    /// <exception cref="ArgumentException">The query is of another dimension or holds a value that is not finite.</exception>
    public IReadOnlyList<DenseHit> Search(ReadOnlySpan<float> query, int k, ChunkFilter? filter = null, int? effort = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, 10_000);
        if (effort is { } given) ArgumentOutOfRangeException.ThrowIfLessThan(given, 1, nameof(effort));
        float[] unit = query.ToArray();
        DenseSlots.Normalize(unit);
        if (!scratches.TryTake(out GraphScratch? scratch)) scratch = graph.Scratch();
        scratch.Query.Set(unit);

        // Rounding moves neighbours in rank past each other, seldom by many places: twice as many as wanted hold the true ones.
        int wanted = Math.Min(2 * k, k + 64) + 8;
        gate.EnterReadLock();
        try
        {
            if (k == 0 || slots.Live == 0) return [];
            candidates.Find(scratch, wanted, Math.Max(k, effort ?? Options.SearchEffort), filter);
            return Rescore(scratch.Candidates, unit, k, wanted);
        }
        finally
        {
            gate.ExitReadLock();
            scratches.Add(scratch);
        }
    }

    /// <summary>A copy without the removed rows, built anew; the index itself stays as it is.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The new index, to be disposed by the caller.</returns>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public DenseIndex Compact(CancellationToken cancellationToken = default)
    {
        var compact = new DenseIndex(Options);
        bool done = false;
        try
        {
            Reading(() =>
            {
                compact.slots.Reserve(slots.Live);
                for (int slot = 0; slot < slots.Count; slot++)
                {
                    if (slots.AccessClass(slot) >= 0) compact.slots.Add(slots.Chunk(slot), slots.AccessClass(slot), slots.Exact(slot));
                }

                return 0;
            });
            compact.Link(cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            done = true;
            return compact;
        }
        finally
        {
            if (!done) compact.Dispose();
        }
    }

    /// <summary>Frees the memory; no search may be running.</summary>
    public void Dispose()
    {
        graph.Dispose();
        slots.Dispose();
        gate.Dispose();
    }

    /// <summary>Runs while nothing changes.</summary>
    internal T Reading<T>(Func<T> read)
    {
        gate.EnterReadLock();
        try
        {
            return read();
        }
        finally
        {
            gate.ExitReadLock();
        }
    }

    private T Writing<T>(Func<T> change)
    {
        gate.EnterWriteLock();
        try
        {
            return change();
        }
        finally
        {
            gate.ExitWriteLock();
        }
    }

    // A few rows are not worth a step of their own: they are read with every search until there are enough of them.
    private void Link(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            int linked = Writing(() =>
            {
                bool small = (long)slots.Count * slots.Rounded.Stride <= Options.ExactBytes;
                return (graph.Count == 0 && small) || slots.Count - graph.Count < Math.Min(HnswBuilder.BatchSize, 1 + (graph.Count / 4)) ? 0 : builder.AddBatch();
            });
            if (linked == 0) return;
        }
    }

    private List<DenseHit> Rescore(List<ScoredRow> found, ReadOnlySpan<float> query, int k, int most)
    {
        int count = Math.Min(found.Count, most);
        for (int i = 0; i < count; i++) slots.Prefetch(found[i].Row);
        var hits = new List<DenseHit>(count);
        for (int i = 0; i < count; i++) hits.Add(new DenseHit(slots.Chunk(found[i].Row), DotProduct.Of(query, slots.Exact(found[i].Row))));
        hits.Sort(static (x, y) => x.Score != y.Score ? y.Score.CompareTo(x.Score) : x.Row.CompareTo(y.Row));
        int end = Math.Min(k, count);
        while (end > 0 && end < count && hits[end].Score == hits[end - 1].Score) end++;
        hits.RemoveRange(end, count - end);
        return hits;
    }
}

using System.Globalization;
using Assay.Retrieval.Search;
using Assay.Retrieval.Storage;
using Assay.Text;
using Microsoft.Extensions.AI;

namespace Assay.Retrieval.Dense;

/// <summary>Finds chunks by meaning: the query's vector against those of the store's chunks, in an index that follows every change of the store.</summary>
/// <remarks>
/// The index is built from the store, or read from its snapshot when that was made from this store, and brought in step before each search: what was
/// deleted is gone from the next search on, what was embedded is found by it. Safe to use from several threads at once.
/// </remarks>
/// <param name="store">The store; it stays open while this is used.</param>
/// <param name="model">Makes vectors of queries; owned by the caller.</param>
/// <param name="options">Which vectors, and where the index is kept.</param>
/// <param name="passages">Makes vectors of passages, with the model of the stored ones; null where <paramref name="model"/> makes both alike.</param>
public sealed class DenseSearch(
    KnowledgeStore store, IEmbeddingGenerator<string, Embedding<float>> model, DenseSearchOptions options, IEmbeddingGenerator<string, Embedding<float>>? passages = null)
{
    private const int WorthASnapshot = 10_000, WorthCompacting = 1000;
    private const double TooManyRemoved = 1.0 / 3;

    private readonly TextVectors? madeUp = passages is null || ReferenceEquals(passages, model) ? null : Vectors(store, passages, options, options.Embedder + " passages");
    private readonly Lock refreshing = new();
    private volatile State? state;

    /// <summary>Vectors of queries.</summary>
    public TextVectors Queries { get; } = Vectors(store, model, options, options.Embedder);

    /// <summary>Vectors of made-up passages, which stand for what can be found: made as those of passages are.</summary>
    public TextVectors MadeUp => madeUp ?? Queries;

    /// <summary>The vector of a query; asked for once and remembered.</summary>
    /// <param name="query">What a user typed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The vector.</returns>
    /// <exception cref="AssayException">The model failed.</exception>
    public async Task<ReadOnlyMemory<float>> EmbedAsync(string query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        await Queries.EmbedAsync([query], cancellationToken).ConfigureAwait(false);
        return Queries.Of(query) ?? await EmbedAsync(query, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The chunks nearest in meaning to a query.</summary>
    /// <param name="query">What a user typed.</param>
    /// <param name="k">Chunks wanted, 0 to 10,000.</param>
    /// <param name="filter">Which chunks may be returned; null for all.</param>
    /// <param name="cancellationToken">Gives up asking the model.</param>
    /// <returns>Best first; see <see cref="DenseIndex.Search"/> for equal scores.</returns>
    /// <exception cref="AssayException">The model failed, its vectors have another length than the stored ones, or the store cannot be read.</exception>
    public async Task<IReadOnlyList<DenseHit>> SearchAsync(string query, int k, ChunkFilter? filter = null, CancellationToken cancellationToken = default)
    {
        ReadOnlyMemory<float> vector = await EmbedAsync(query, cancellationToken).ConfigureAwait(false);
        return Search(vector.Span, k, filter);
    }

    /// <summary>The chunks nearest to a vector.</summary>
    /// <param name="vector">A vector of the same model.</param>
    /// <param name="k">Chunks wanted, 0 to 10,000.</param>
    /// <param name="filter">Which chunks may be returned; null for all.</param>
    /// <returns>Best first; empty when nothing is embedded.</returns>
    /// <exception cref="AssayException">The vector has another length than the stored ones, or the store cannot be read.</exception>
    public IReadOnlyList<DenseHit> Search(ReadOnlySpan<float> vector, int k, ChunkFilter? filter = null)
    {
        float[] copy = vector.ToArray();
        return store.Snapshot(snapshot => Search(snapshot, copy, k, filter));
    }

    /// <summary>The same in the caller's view of the store. Rows that the view does not know yet may be among the hits when another search is ahead of it.</summary>
    internal IReadOnlyList<DenseHit> Search(StoreSnapshot snapshot, ReadOnlySpan<float> vector, int k, ChunkFilter? filter)
    {
        if (InStep(snapshot).Index is not { } index) return [];
        if (vector.Length != index.Options.Dimension)
        {
            throw new AssayException(string.Create(CultureInfo.InvariantCulture,
                $"The embedding model{ModelNames.Of(model)} gives vectors of {vector.Length} values for queries, but the stored ones have {index.Options.Dimension}. Run `assay ingest` with the model in use, or `assay clean --all` first."));
        }

        return index.Search(vector, k, filter);
    }

    /// <summary>Writes the index to its file when that saves work: when it is large and changed since it was read or written.</summary>
    /// <returns>Whether it was written.</returns>
    /// <exception cref="AssayException">The file cannot be written.</exception>
    public bool Save()
    {
        if (options.SnapshotPath is not { } path) return false;
        State current = store.Snapshot(InStep);
        if (current.Index is not { Count: >= WorthASnapshot } index || current.Tag == current.SavedTag) return false;
        Write(index, path, current.Tag);
        return true;
    }

    /// <summary>Leaves no trace of removed rows: not in memory, not in the file. Their values are otherwise kept as waypoints until enough are removed.</summary>
    /// <exception cref="AssayException">The file cannot be written or removed.</exception>
    public void Purge()
    {
        State current = store.Snapshot(InStep);
        lock (refreshing)
        {
            if (state is { Index: { RemovedShare: > 0 } index }) state = state with { Index = index.Compact(), SavedTag = null };
            try
            {
                if (options.SnapshotPath is { } old) File.Delete(old);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new AssayException($"The index '{options.SnapshotPath}' still holds vectors of removed documents and cannot be deleted: {error.Message} Delete it, it is made anew.", error);
            }
        }

        if (current.SavedTag is not null) Save();
    }

    private static TextVectors Vectors(KnowledgeStore store, IEmbeddingGenerator<string, Embedding<float>> model, DenseSearchOptions options, string keptAs) =>
        new(model, options.KeepQueries ? new QueryVectors(store, keptAs) : null, options.Time);

    private void Write(DenseIndex index, string path, string tag)
    {
        lock (refreshing)
        {
            // A change that came meanwhile may be in the file already; that it is made again when the file is read does no harm.
            DenseSnapshot.Save(index, path, tag);
            if (state is { } now && ReferenceEquals(now.Index, index)) state = now with { SavedTag = tag };
        }
    }

    private State InStep(StoreSnapshot snapshot)
    {
        long generation = snapshot.Generation, entry = VectorStore.LastEntry(snapshot.Connection);
        if (state is { } current && current.Generation >= generation && current.Entry >= entry) return current;
        lock (refreshing)
        {
            current = state ?? Load(snapshot, generation, entry);
            if (current.Generation < generation || current.Entry < entry) current = Follow(snapshot, current, generation, entry);
            return state = current;
        }
    }

    private State Follow(StoreSnapshot snapshot, State before, long generation, long entry)
    {
        DenseIndex? index = before.Index;
        if (index is not null && before.Generation < generation)
        {
            foreach (DocumentChange change in snapshot.ChangesSince(before.Generation).Documents)
            {
                if (change.Now is null) index.RemoveDocument(change.Key);
                else index.SetAccessClass(change.Key, change.Now.AccessClass);
            }
        }

        if (before.Entry < entry)
        {
            DenseRow[] rows = [.. VectorStore.Since(snapshot.Connection, options.Embedder, index is null ? 0 : before.Entry).Select(v => new DenseRow(v.Row, v.AccessClass, v.Vector))];
            if (rows.Length > 0) index ??= new DenseIndex(options.Index with { Dimension = rows[0].Vector.Length });
            index?.Add(rows);
        }

        // Searches may still be running on the old one, which goes when they do.
        if (index is { RemovedShare: > TooManyRemoved, Count: > WorthCompacting }) index = index.Compact();
        return before with { Index = index, Generation = Math.Max(generation, before.Generation), Entry = Math.Max(entry, before.Entry), Instance = store.Instance, Embedder = options.Embedder };
    }

    // A snapshot is of this very store, of these vectors, and not ahead of what the caller sees.
    private State Load(StoreSnapshot snapshot, long generation, long entry)
    {
        int dimension = VectorStore.Dimension(snapshot.Connection, options.Embedder);
        var empty = new State(null, 0, 0, null) { Instance = store.Instance, Embedder = options.Embedder };
        if (options.SnapshotPath is not { } path || dimension == 0) return empty;
        State? found = null;
        DenseIndex? index = DenseSnapshot.Load(path, options.Index with { Dimension = dimension }, tag =>
        {
            found = empty.Parse(tag);
            return found is not null && found.Generation <= generation && found.Entry <= entry;
        }, out string tag);
        return index is null ? empty : found! with { Index = index, SavedTag = tag };
    }

    /// <summary>An index with what it was made from.</summary>
    private sealed record State(DenseIndex? Index, long Generation, long Entry, string? SavedTag)
    {
        public required string Instance { get; init; }

        public required string Embedder { get; init; }

        public string Tag => string.Create(CultureInfo.InvariantCulture, $"{Instance} {Generation} {Entry} {Embedder}");

        public State? Parse(string tag) =>
            tag.Split(' ', 4) is [var instance, var generation, var entry, var embedder] && instance == Instance && embedder == Embedder
            && long.TryParse(generation, NumberStyles.None, CultureInfo.InvariantCulture, out long at) && long.TryParse(entry, NumberStyles.None, CultureInfo.InvariantCulture, out long last)
                ? this with { Generation = at, Entry = last }
                : null;
    }
}

using System.Collections.Immutable;
using Assay.Numerics.Memory;
using Assay.Retrieval.Keyword.Segments;

namespace Assay.Retrieval.Keyword;

/// <summary>
/// The keyword index of a knowledge base: a large segment, usually a mapped file, and small ones in memory for what changed since. It is made
/// from the store and can be made again at any time.
/// </summary>
/// <remarks>
/// Readers take <see cref="Current"/> and never wait; changes and saving take turns. A file is complete or not used: it is written beside its
/// place, flushed, then renamed, and its checksum is verified when it is opened.
/// </remarks>
public sealed class KeywordIndex
{
    private readonly Lock writing = new();
    private volatile KeywordSnapshot current;

    private KeywordIndex(KeywordSnapshot snapshot, bool isSaved)
    {
        current = snapshot;
        UnsavedChunks = isSaved ? 0 : snapshot.ChunkCount;
    }

    /// <summary>The newest state.</summary>
    public KeywordSnapshot Current => current;

    /// <summary>Number of chunks that were added or removed since the file was written.</summary>
    public long UnsavedChunks { get; private set; }

    /// <summary>An index without documents, of generation 0.</summary>
    /// <returns>A new index in memory.</returns>
    public static KeywordIndex Empty() => new(new KeywordSnapshot([], 0), isSaved: true);

    /// <summary>Opens a saved index.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fingerprint">What decides the contents besides the documents: analyzer, settings.</param>
    /// <param name="instance">Which store it was made from.</param>
    /// <returns>Null when there is no such file or it cannot be used: damaged, cut off, of another version, fingerprint or store.</returns>
    public static KeywordIndex? Open(string path, string fingerprint, string instance)
    {
        if (Load(path) is not (Segment segment, SegmentHeader header)) return null;
        if (!header.Fingerprint.Span.SequenceEqual(SegmentHeader.Hash(fingerprint)) || !header.Mark.Span.SequenceEqual(SegmentHeader.Hash(instance))) return null;
        return new KeywordIndex(new KeywordSnapshot([new SegmentView(segment)], header.Generation), isSaved: true);
    }

    /// <summary>Makes an index of many documents on all processors.</summary>
    /// <param name="documents">The documents, each key and id once; read once, by one thread at a time.</param>
    /// <param name="generation">The store generation they are of.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The index, in memory until it is saved.</returns>
    public static KeywordIndex Build(IEnumerable<IndexedDocument> documents, long generation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        return new KeywordIndex(new KeywordSnapshot(SegmentBatches.Build(documents, cancellationToken), generation), isSaved: false);
    }

    /// <summary>Takes in what changed in the store.</summary>
    /// <param name="removed">Keys of documents that are gone or replaced; unknown ones do no harm.</param>
    /// <param name="added">Documents that are new or changed, read once; the key of one that was here before is also among <paramref name="removed"/>.</param>
    /// <param name="generation">The generation that the changes lead to.</param>
    public void Apply(IReadOnlyCollection<long> removed, IEnumerable<IndexedDocument> added, long generation)
    {
        ArgumentNullException.ThrowIfNull(removed);
        ArgumentNullException.ThrowIfNull(added);
        lock (writing)
        {
            if (generation <= current.Generation) return;
            ImmutableArray<SegmentView> kept = [.. current.Views.Select(v => v.Without(removed)).Where(v => v.ByClass.Count > 0)];
            ImmutableArray<SegmentView> made = SegmentBatches.Build(added, CancellationToken.None);
            var next = new KeywordSnapshot(Compact([.. kept, .. made]), generation);
            UnsavedChunks += made.Sum(v => (long)v.Segment.ChunkCount) + removed.Count;
            current = next;
        }
    }

    /// <summary>Writes the index to a file, as one segment, and goes on from there.</summary>
    /// <param name="path">The file; replaced.</param>
    /// <param name="fingerprint">See <see cref="Open"/>.</param>
    /// <param name="instance">See <see cref="Open"/>.</param>
    /// <exception cref="IOException">It cannot be written; the file is as it was before, and so is the index.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Save(string path, string fingerprint, string instance)
    {
        string part = $"{path}.{Guid.NewGuid():N}.part";
        lock (writing)
        {
            try
            {
                long generation = current.Generation;
                Segment written = SegmentMerger.Merge(current.Views, part, header => header with
                {
                    Generation = generation,
                    Fingerprint = SegmentHeader.Hash(fingerprint),
                    Mark = SegmentHeader.Hash(instance),
                });
                File.Move(part, path, overwrite: true);
                current = new KeywordSnapshot(written.ChunkCount == 0 ? [] : [new SegmentView(written)], generation);
                UnsavedChunks = 0;
                Sweep(path);
            }
            finally
            {
                File.Delete(part);
            }
        }
    }

    /// <summary>Unfinished files beside a file: of processes that write it now, or were killed while they did.</summary>
    internal static string[] Parts(string path) => Directory.GetFiles(Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileName(path) + ".*.part");

    // What a killed process left is never renamed; nobody writes for so long.
    private static void Sweep(string path)
    {
        DateTime old = File.GetLastWriteTimeUtc(path) - TimeSpan.FromMinutes(10);
        foreach (string part in Parts(path))
        {
            if (File.GetLastWriteTimeUtc(part) < old) File.Delete(part);
        }
    }

    /// <summary>Merges small segments, so that there are few: each is at least twice as large as the next. The first stays as it is.</summary>
    private static ImmutableArray<SegmentView> Compact(ImmutableArray<SegmentView> views)
    {
        List<SegmentView> compact = [.. views];
        for (int last; (last = compact.Count - 1) > 1 && compact[last - 1].Segment.ChunkCount < 2 * compact[last].Segment.ChunkCount;)
        {
            compact[last - 1] = new SegmentView(SegmentMerger.Merge([compact[last - 1], compact[last]]));
            compact.RemoveAt(last);
        }

        return [.. compact];
    }

    private static (Segment Segment, SegmentHeader Header)? Load(string path)
    {
        MemoryRegion region;
        try
        {
            region = new MemoryRegion(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        if (SegmentHeader.Read(region) is { } header) return (new Segment(region, header), header);
        region.Dispose();
        return null;
    }
}

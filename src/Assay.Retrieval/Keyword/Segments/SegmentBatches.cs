using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Assay.Retrieval.Keyword.Segments;

/// <summary>Inverts many documents on all processors: batches of a fixed size, each a segment, in the order of the documents.</summary>
internal static class SegmentBatches
{
    /// <summary>Characters of a batch; bounds the memory of a thread.</summary>
    private const long BatchCharacters = 4 << 20;

    /// <summary>Makes segments of documents.</summary>
    /// <param name="documents">Read once, by one thread at a time.</param>
    /// <param name="cancellationToken">Stops between documents.</param>
    /// <returns>Their segments; none when there is no text.</returns>
    public static ImmutableArray<SegmentView> Build(IEnumerable<IndexedDocument> documents, CancellationToken cancellationToken)
    {
        var built = new ConcurrentDictionary<long, SegmentView>();
        Parallel.ForEach(
            Partitioner.Create(Batches(documents), EnumerablePartitionerOptions.NoBuffering),
            // Without a limit the thread pool adds workers while it waits, each with a batch in memory.
            new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount },
            () => new SegmentBuilder(),
            (batch, _, builder) =>
            {
                foreach (IndexedDocument document in batch.Documents)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    builder.Add(document);
                }

                Segment segment = builder.Build();
                if (segment.ChunkCount > 0) built[batch.Number] = new SegmentView(segment);
                return builder;
            },
            _ => { });
        return [.. built.OrderBy(b => b.Key).Select(b => b.Value)];
    }

    private static IEnumerable<(long Number, List<IndexedDocument> Documents)> Batches(IEnumerable<IndexedDocument> documents)
    {
        var batch = new List<IndexedDocument>();
        long number = 0, characters = 0;
        foreach (IndexedDocument document in documents)
        {
            batch.Add(document);
            foreach (IndexedChunk chunk in document.Chunks) characters += chunk.Body.Length + chunk.Headings.Length + document.Title.Length;
            if (characters < BatchCharacters) continue;
            yield return (number++, batch);
            (batch, characters) = ([], 0);
        }

        if (batch.Count > 0) yield return (number, batch);
    }
}

using System.Collections.Immutable;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Storage;

namespace Assay.Retrieval.Ingestion;

/// <summary>Finds documents with nearly the same text among all that are stored; looks at those that are new since it looked last.</summary>
/// <param name="store">Holds documents and sketches.</param>
internal sealed class NearDuplicates(KnowledgeStore store)
{
    /// <summary>Share of common sequences from which two documents are reported.</summary>
    public const double LeastSame = 0.85;

    private const int Rows = 4;
    private const int Batch = 512;
    private const int MostCandidates = 50;

    /// <summary>Makes the sketches that are missing and compares their documents with all others.</summary>
    /// <param name="cancellationToken">Checked per document.</param>
    /// <returns>One entry for each new document that is like another one, ordered by id.</returns>
    public ImmutableArray<NearDuplicate> Find(CancellationToken cancellationToken)
    {
        var sketches = new SketchStore(store);
        List<(long Key, string Id)> missing = sketches.Missing();
        if (missing.Count == 0) return [];
        foreach ((long Key, string Id)[] some in missing.Chunk(Batch))
        {
            sketches.Keep([.. some.Select(d =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                return (d.Key, TextSketch.Of(store.Chunks(d.Key).Select(Text)));
            })]);
        }

        return Compare(sketches.All(), missing.Select(m => m.Id).ToHashSet(StringComparer.Ordinal), cancellationToken);
    }

    private static string Text(Chunk chunk) => chunk.Text;

    private static ImmutableArray<NearDuplicate> Compare(List<(string Id, TextSketch Sketch)> all, HashSet<string> fresh, CancellationToken cancellationToken)
    {
        var buckets = new Dictionary<(int Band, ulong Key), List<int>>();
        for (int i = 0; i < all.Count; i++)
        {
            foreach ((int, ulong) band in all[i].Sketch.Bands(Rows))
            {
                if (!buckets.TryGetValue(band, out List<int>? bucket)) buckets[band] = bucket = [];
                if (bucket.Count < MostCandidates) bucket.Add(i);
            }
        }

        var found = ImmutableArray.CreateBuilder<NearDuplicate>();
        for (int i = 0; i < all.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!fresh.Contains(all[i].Id)) continue;
            var candidates = new SortedSet<int>(all[i].Sketch.Bands(Rows).SelectMany(b => buckets[b]));

            // Two new documents that are alike are one finding: the later one is like the earlier one.
            foreach (int other in candidates)
            {
                if (other == i || (other > i && fresh.Contains(all[other].Id)) || all[i].Sketch.Same(all[other].Sketch) is not (var same and >= LeastSame)) continue;
                found.Add(new NearDuplicate(all[i].Id, all[other].Id, same));
                break;
            }
        }

        return found.ToImmutable();
    }
}

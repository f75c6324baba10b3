using System.Collections.Immutable;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Storage;

namespace Assay.Retrieval.Ingestion;

/// <summary>What has to be done to bring a store in line with a set of files.</summary>
/// <param name="Unchanged">Files whose document is stored as they are; indexes into the files.</param>
/// <param name="Moves">Documents that only changed their id.</param>
/// <param name="Gone">Ids of documents whose file is gone, ordered.</param>
/// <param name="Access">Files whose document is stored as they are, but was said to have other readers; indexes into the files.</param>
/// <param name="ToRead">The other files, those that could not be hashed included; indexes into the files.</param>
internal sealed record IngestPlan(
    ImmutableArray<int> Unchanged, ImmutableArray<(string From, string To)> Moves, ImmutableArray<string> Gone, ImmutableArray<int> Access, ImmutableArray<int> ToRead)
{
    /// <summary>Compares files with what is stored.</summary>
    /// <param name="files">Ordered by id.</param>
    /// <param name="hashes">Per file its hash, or the reason why there is none.</param>
    /// <param name="stored">Ordered by id.</param>
    public static IngestPlan Make(List<SourceFile> files, Ingester.Outcome?[] hashes, ImmutableArray<StoredDocument> stored)
    {
        Dictionary<string, StoredDocument> before = stored.ToDictionary(d => d.Id, StringComparer.Ordinal);
        HashSet<string> present = files.Select(f => f.Id).ToHashSet(StringComparer.Ordinal);
        List<StoredDocument> gone = [.. stored.Where(d => !present.Contains(d.Id))];
        Dictionary<(string, string), List<StoredDocument>> movable = gone.GroupBy(d => (d.ContentHash, d.Settings)).ToDictionary(g => g.Key, g => g.ToList());

        var unchanged = ImmutableArray.CreateBuilder<int>();
        var moves = ImmutableArray.CreateBuilder<(string From, string To)>();
        var access = ImmutableArray.CreateBuilder<int>();
        var toRead = ImmutableArray.CreateBuilder<int>();
        for (int i = 0; i < files.Count; i++)
        {
            Ingester.Outcome outcome = hashes[i]!;
            bool known = before.TryGetValue(files[i].Id, out StoredDocument? document);
            if (known && outcome.Reason is null && document!.ContentHash == outcome.Hash && document.Settings == outcome.Settings)
            {
                // A document with words of its own is read again: they must not differ from the new ones.
                if (document.GivenAccess == outcome.GivenAccess) unchanged.Add(i);
                else (document.StatesAccess ? toRead : access).Add(i);
            }
            else if (!known && outcome.Reason is null && Source(movable, outcome, files[i].Id) is { } source) moves.Add((source.Id, files[i].Id));
            else toRead.Add(i);
        }

        HashSet<string> moved = moves.Select(m => m.From).ToHashSet(StringComparer.Ordinal);
        return new IngestPlan(unchanged.ToImmutable(), moves.ToImmutable(), [.. gone.Select(d => d.Id).Where(id => !moved.Contains(id))], access.ToImmutable(), toRead.ToImmutable());
    }

    private static StoredDocument? Source(Dictionary<(string, string), List<StoredDocument>> movable, Ingester.Outcome outcome, string to)
    {
        if (!movable.TryGetValue((outcome.Hash, outcome.Settings), out List<StoredDocument>? candidates)) return null;
        int found = candidates.FindIndex(d => d.GivenAccess == outcome.GivenAccess && (Stem(d.Id) == Stem(to) || !TitleIsFileName(d)));
        if (found < 0) return null;
        StoredDocument source = candidates[found];
        candidates.RemoveAt(found);
        return source;
    }

    // A title that a reader took from the file name would be the old name after a move; such a document is read again.
    private static bool TitleIsFileName(StoredDocument document) => Letters(document.Title) == Letters(Stem(document.Id));

    private static string Stem(string id) => Path.GetFileNameWithoutExtension(id);

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}

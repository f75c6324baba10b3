using System.Collections.Immutable;
using System.Globalization;
using Assay.Retrieval.Keyword.Segments;
using Assay.Retrieval.Storage;
using Assay.Text;

namespace Assay.Retrieval.Keyword;

/// <summary>Keeps the keyword index of a store in step with it: loaded from its file or made anew, and brought to the generation that is read.</summary>
/// <remarks>Safe to use from several threads; another process may write to the store at any time.</remarks>
/// <param name="store">The store.</param>
internal sealed class StoredKeywordIndex(KnowledgeStore store)
{
    /// <summary>Raised when the same document gives other terms than before.</summary>
    private const int AnalysisVersion = 1;

    /// <summary>A file is written anew when more than this part of the index has changed.</summary>
    private const double UnsavedShare = 0.05;

    private static readonly string s_fingerprint = string.Create(CultureInfo.InvariantCulture, $"analysis {AnalysisVersion}");

    private readonly Lock updating = new();
    private volatile KeywordIndex? index;

    /// <summary>The file beside the store; it can be deleted at any time.</summary>
    public string Path { get; } = System.IO.Path.ChangeExtension(store.Path, ".keywords");

    /// <summary>Reads the store and the index at the same generation.</summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="read">Gets both.</param>
    public T Read<T>(Func<StoreSnapshot, KeywordSnapshot, T> read)
    {
        while (true)
        {
            (bool matches, T? result) = store.Snapshot(snapshot =>
            {
                KeywordSnapshot current = Current(snapshot);
                return current.Generation == snapshot.Generation ? (true, read(snapshot, current)) : (false, default(T));
            });

            // Otherwise another thread has taken the index further than this snapshot of the store.
            if (matches) return result!;
        }
    }

    /// <summary>Brings the index up to date and writes its file when enough has changed for it to be worth it.</summary>
    public void Save()
    {
        Read((_, _) => true);
        lock (updating)
        {
            KeywordIndex current = index!;
            if (current.UnsavedChunks > UnsavedShare * current.Current.ChunkCount || (current.UnsavedChunks > 0 && !File.Exists(Path))) Write(current);
        }
    }

    /// <summary>Deletes the file, and what processes that were killed left of it, then writes it anew without the documents that are gone.</summary>
    public void Forget()
    {
        lock (updating)
        {
            try
            {
                File.Delete(Path);
                foreach (string part in KeywordIndex.Parts(Path)) File.Delete(part);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new AssayException($"'{Path}' still holds words of removed documents and cannot be deleted: {error.Message.TrimEnd('.')}. Delete it; it is made anew.", error);
            }
        }

        Read((_, _) => true);
        lock (updating)
        {
            Write(index!);
        }
    }

    private KeywordSnapshot Current(StoreSnapshot snapshot)
    {
        if (index?.Current is { } current && current.Generation >= snapshot.Generation) return current;
        lock (updating)
        {
            KeywordIndex? kept = index ?? Load(snapshot);
            if (kept is null)
            {
                kept = KeywordIndex.Build(snapshot.Documents().Select(d => Document(snapshot, d)), snapshot.Generation);
                Write(kept);
            }

            if (kept.Current.Generation < snapshot.Generation) Update(kept, snapshot);
            index = kept;
            return kept.Current;
        }
    }

    private KeywordIndex? Load(StoreSnapshot snapshot)
    {
        KeywordIndex? saved = KeywordIndex.Open(Path, s_fingerprint, store.Instance);
        return saved is not null && saved.Current.Generation <= snapshot.Generation ? saved : null;
    }

    private static void Update(KeywordIndex index, StoreSnapshot snapshot)
    {
        ImmutableArray<DocumentChange> changes = snapshot.ChangesSince(index.Current.Generation).Documents;
        index.Apply([.. changes.Select(c => c.Key)], changes.Where(c => c.Now is not null).Select(c => Document(snapshot, c.Now!)), snapshot.Generation);
    }

    private static IndexedDocument Document(StoreSnapshot snapshot, StoredDocument document) => new(
        document.Key, document.Id, document.AccessClass, document.Title, [.. snapshot.Texts(document.Key)])
    {
        Language = LanguageCode.Parse(document.Language),
    };

    // The file only saves time: where it cannot be written, the next process makes the index again.
    private void Write(KeywordIndex written)
    {
        try
        {
            written.Save(Path, s_fingerprint, store.Instance);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }
}

using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Permissions;
using Assay.Retrieval.Tables;
using Assay.Text;
using Microsoft.Data.Sqlite;

namespace Assay.Retrieval.Storage;

/// <summary>
/// The knowledge base on disk: one SQLite file with documents, chunks and the ingestion journal.
/// </summary>
/// <remarks>
/// Every change is one transaction, so a reader (of this or another process) sees a document whole or not at all, and a process
/// that is killed loses nothing that a method had returned from. A power failure may lose the last changes, never part of one.
/// Reading is safe from any number of threads; writers of one process take turns, those of several wait for each other up to
/// <see cref="KnowledgeStoreOptions.BusyTimeout"/>.
/// </remarks>
public sealed class KnowledgeStore : IDisposable
{
    /// <summary>Most chunks that one document may have.</summary>
    public const int MaxChunksPerDocument = 1 << StoreSchema.OrdinalBits;

    private static readonly Lazy<bool> NativeLibrary = new(() =>
    {
        SQLitePCL.Batteries_V2.Init();
        return true;
    });

    private readonly Lock writing = new();
    private readonly SqliteConnection connection;
    private readonly DocumentWriter writer;
    private readonly ReaderPool readers;
    private bool disposed;

    private KnowledgeStore(string path, SqliteConnection connection, DocumentWriter writer, ReaderPool readers)
    {
        Path = path;
        this.connection = connection;
        this.writer = writer;
        this.readers = readers;
    }

    /// <summary>The file, as it was given to <see cref="Open"/>.</summary>
    public string Path { get; }

    /// <summary>Names this file among all stores ever made: what was derived from another one, also from an earlier file at the same path, does not belong to it.</summary>
    public required string Instance { get; init; }

    /// <summary>Whether <see cref="Open"/> found tables of an older version and made them anew: the documents are gone and are to be read again, the journal is kept.</summary>
    public required bool Upgraded { get; init; }

    /// <summary>Number of the last change, 0 or more; it grows with every change of a document, by whatever process. Costs microseconds.</summary>
    /// <exception cref="AssayException">The file cannot be read.</exception>
    public long Generation => Snapshot(s => s.Generation);

    /// <summary>The connection that writes; for tests that simulate a full disk.</summary>
    internal SqliteConnection Writer => connection;

    /// <summary>Opens a store, making the file and its folder when there is none.</summary>
    /// <param name="path">Path of the SQLite file.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <returns>The open store; dispose it to close the file.</returns>
    /// <exception cref="AssayException">The file is no knowledge base, was written by a newer Assay, is locked, or cannot be opened or made.</exception>
    public static KnowledgeStore Open(string path, KnowledgeStoreOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new KnowledgeStoreOptions();
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.BusyTimeout, TimeSpan.Zero);
        _ = NativeLibrary.Value;
        MakeFolder(path);
        SqliteConnection? connection = null;
        try
        {
            connection = Connect(path, options.BusyTimeout);
            connection.Execute("PRAGMA secure_delete = ON");
            bool upgraded = StoreSchema.Prepare(connection, path, options.Time);
            connection.Execute("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 4000");
            var readers = new ReaderPool(() => ReadOnly(Connect(path, options.BusyTimeout)));
            KnowledgeStore store = new(path, connection, new DocumentWriter(connection, options.Time), readers) { Time = options.Time, Upgraded = upgraded, Instance = (string)connection.Scalar("SELECT value FROM properties WHERE name = 'instance'")! };
            connection = null;
            return store;
        }
        catch (SqliteException error)
        {
            throw StoreErrors.Translate(error, path);
        }
        finally
        {
            connection?.Dispose();
        }
    }

    /// <summary>Stores a document with its chunks, in place of the version stored before.</summary>
    /// <param name="document">Its id, title, hash and settings; the chunk count is taken from <paramref name="chunks"/>, the title of which is not kept.</param>
    /// <param name="chunks">Its chunks in reading order, ordinals 0, 1, 2, …; at most <see cref="MaxChunksPerDocument"/>.</param>
    /// <param name="own">Who may read it by its own words; null when it says nothing. A list restricts the store, see <see cref="Restrict"/>.</param>
    /// <param name="given">Who may read it by what was said from outside; null when nothing was. Counts when it says nothing itself.</param>
    /// <param name="tables">Its tables, for questions about counts, sums and rows; null for none.</param>
    /// <returns>True when a version was replaced, false when the document is new.</returns>
    /// <exception cref="ArgumentException">A chunk is of another document or out of order.</exception>
    /// <exception cref="AssayException">The store cannot be written; nothing was changed.</exception>
    public bool Put(StoredDocument document, ImmutableArray<Chunk> chunks, AccessList? own = null, AccessList? given = null, IReadOnlyList<DataTable>? tables = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentException.ThrowIfNullOrEmpty(document.Id, nameof(document));
        if (chunks.Length > MaxChunksPerDocument) throw new AssayException($"'{document.Id}' makes {chunks.Length.ToString(CultureInfo.InvariantCulture)} chunks; at most {MaxChunksPerDocument.ToString(CultureInfo.InvariantCulture)} can be stored. Split the document or raise the chunk size.");
        for (int i = 0; i < chunks.Length; i++)
        {
            if (chunks[i].DocumentId != document.Id || chunks[i].Ordinal != i) throw new ArgumentException($"Chunk {i} of '{document.Id}' says '{chunks[i].DocumentId}' #{chunks[i].Ordinal}.", nameof(chunks));
        }

        return Write(() => writer.Put(document, chunks, own, given ?? AccessList.Unstated, tables ?? []));
    }

    /// <summary>Removes a document whose file is gone.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>Whether it was stored.</returns>
    /// <exception cref="AssayException">The store cannot be written; nothing was changed.</exception>
    public bool Remove(string id) => Write(() =>
    {
        if (writer.Remove(id) is not (long key, string hash)) return false;
        writer.Log(new JournalLine(JournalAction.Deleted, id, hash) { Key = key });
        return true;
    });

    /// <summary>Removes a document with all that the file holds of its text, older versions in traces included, and makes the file anew, so that no byte of it is left.</summary>
    /// <param name="id">Its id. It need not be stored any more: traces of it are found by the journal.</param>
    /// <param name="repeats">Whether a text repeats its words; asked about the questions and answers of all traces, which are taken out then. Null for never.</param>
    /// <returns>What was removed; a second time nothing.</returns>
    /// <exception cref="AssayException">The store cannot be written, with nothing changed; or somebody reads what was removed, and it must be run again.</exception>
    public ForgottenDocument Forget(string id, Func<string, bool>? repeats = null)
    {
        ForgottenDocument forgotten = Write(() =>
        {
            DocumentLineage lineage = DocumentLineage.Find(connection, id);
            int vectors = lineage.Keys.Sum(k => VectorStore.CountOf(connection, k));
            ImmutableArray<Chunk> chunks = StoreRows.Chunks(connection, id, 0, MaxChunksPerDocument - 1);
            if (writer.Remove(id) is (long key, string hash)) writer.Log(new JournalLine(JournalAction.Deleted, id, hash, "forgotten") { Key = key });
            VectorStore.Prune(connection);
            ImmutableArray<long> traces = TraceStore.Redact(connection, id, lineage.Keys, repeats);
            lineage.Remarks.Redact(connection);
            writer.ForgetFile(id);
            return new ForgottenDocument(lineage.ContentHash, chunks, traces, connection.Scalar("SELECT max(entry) FROM journal") as long? ?? 0) { Vectors = vectors };
        });
        Rebuild();
        return forgotten;
    }

    /// <summary>The traces whose question or answer repeats words of a document.</summary>
    /// <param name="repeats">Whether a text does.</param>
    /// <returns>Numbers in order.</returns>
    /// <exception cref="AssayException">The store cannot be read.</exception>
    public ImmutableArray<long> TracesRepeating(Func<string, bool> repeats) => Read(c => TraceStore.Repeating(c, repeats));

    /// <summary>What the store knows of a document, stored or gone.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>Without keys when the store never held it.</returns>
    /// <exception cref="AssayException">The store cannot be read.</exception>
    public DocumentLineage Lineage(string id) => Read(c => DocumentLineage.Find(c, id));

    /// <summary>
    /// Removes what can be made again from the files: documents, chunks, what is known of files, and that the store is restricted. Traces, vectors and the journal
    /// stay; the space is given back.
    /// </summary>
    /// <returns>False, with nothing changed, when it holds neither traces nor vectors: the whole file can go.</returns>
    /// <exception cref="AssayException">The store cannot be written; nothing was changed.</exception>
    public bool Clear()
    {
        bool keeps = Write(() =>
        {
            if (!TraceStore.HasAny(connection) && !VectorStore.HasAny(connection)) return false;
            writer.Clear();
            return true;
        });
        if (!keeps) return false;
        Rebuild();
        return true;
    }

    // Pages that were split or joined hold copies of rows that SQLite does not overwrite when the rows go, so the file is made anew.
    // The log holds pages as they were before until it is written over, and it cannot be while somebody reads them.
    private void Rebuild()
    {
        lock (writing)
        {
            try
            {
                connection.Execute("VACUUM");
                if (connection.Scalar("PRAGMA wal_checkpoint(TRUNCATE)") is not 0L) throw new AssayException($"'{Path}' is being read by another process, so that what was removed could not be overwritten yet. End that `assay` command and run this one again.");
            }
            catch (SqliteException error)
            {
                throw StoreErrors.Translate(error, Path);
            }
        }
    }

    /// <summary>Gives a document another id; its chunks stay as they are.</summary>
    /// <param name="from">The id it has.</param>
    /// <param name="to">The id it gets; not one that is stored.</param>
    /// <returns>False, with nothing changed, when <paramref name="from"/> is not stored or <paramref name="to"/> is.</returns>
    /// <exception cref="AssayException">The store cannot be written; nothing was changed.</exception>
    public bool Move(string from, string to) => Write(() =>
    {
        if (writer.Move(from, to) is not (long key, string hash)) return false;
        writer.Log(new JournalLine(JournalAction.Moved, to, hash, from) { Key = key });
        return true;
    });

    /// <summary>Notes that a document could not be read, and removes the version stored before, so that it does not go on answering.</summary>
    /// <param name="id">The document.</param>
    /// <param name="contentHash">Hash of the bytes that could not be understood; empty when not even they could be read.</param>
    /// <param name="reason">Shown to the user.</param>
    /// <returns>Whether a version was removed.</returns>
    /// <exception cref="AssayException">The store cannot be written; nothing was changed.</exception>
    public bool Fail(string id, string contentHash, string reason) => Write(() =>
    {
        (long key, _) = writer.Remove(id) ?? default;
        if (key != 0 || !writer.IsLastFailure(id, contentHash, reason)) writer.Log(new JournalLine(JournalAction.Failed, id, contentHash, reason) { Key = key });
        return key != 0;
    });

    /// <summary>Says from outside who may read a document; what is searchable of it stays as it is.</summary>
    /// <param name="id">The document.</param>
    /// <param name="given">Who may read it; a list restricts the store, see <see cref="Restrict"/>.</param>
    /// <returns>False, with nothing changed, when it is not stored, says itself who may read it, or has this list already.</returns>
    /// <exception cref="AssayException">The store cannot be written; nothing was changed.</exception>
    public bool SetAccess(string id, AccessList given)
    {
        ArgumentNullException.ThrowIfNull(given);
        return Write(() => writer.SetAccess(id, given));
    }

    /// <summary>
    /// Closes documents about which nothing is said to everybody. The first document with an access list does so by itself, and nothing opens them again:
    /// that the last list was deleted is more often a mistake than a decision. Who decides so makes the file anew.
    /// </summary>
    /// <exception cref="AssayException">The store cannot be written; nothing was changed.</exception>
    public void Restrict()
    {
        if (IsRestricted) return;
        Write(() =>
        {
            writer.Restrict();
            return true;
        });
    }

    /// <summary>Whether documents about which nothing is said are closed to everybody, see <see cref="Restrict"/>.</summary>
    public bool IsRestricted => Snapshot(s => s.IsRestricted);

    /// <summary>The documents that changed after a generation, with what they are now, in one snapshot. Costs microseconds when nothing changed.</summary>
    /// <param name="generation">0 or more; 0 for everything that ever happened.</param>
    /// <returns>The changes and the generation they lead to.</returns>
    /// <exception cref="AssayException">The file cannot be read.</exception>
    public StoreChanges ChangesSince(long generation) => Snapshot(s => s.ChangesSince(generation));

    /// <summary>All documents, ordered by id (ordinal).</summary>
    /// <returns>A snapshot.</returns>
    public ImmutableArray<StoredDocument> Documents() => Snapshot(s => s.Documents());

    /// <summary>The documents that somebody may read, ordered by id (ordinal).</summary>
    /// <param name="principal">Who; null for nobody in particular.</param>
    /// <returns>A snapshot.</returns>
    public ImmutableArray<StoredDocument> ReadableDocuments(Principal? principal) => Snapshot(s =>
        s.Readable(principal) is not { } readable ? s.Documents() : [.. s.Documents().Where(d => readable[d.AccessClass])]);

    /// <summary>One document, when somebody may read it.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="principal">Who; null for nobody in particular.</param>
    /// <returns>Null when it is not stored or closed to them: the two cannot be told apart.</returns>
    public StoredDocument? FindReadable(string id, Principal? principal) => Snapshot(s =>
        s.Connection.Query($"SELECT {StoreRows.DocumentColumns} FROM documents d WHERE d.id = $id", r => StoreRows.Document(r), ("$id", id)).SingleOrDefault() is { } found
        && (s.Readable(principal) is not { } readable || (found.AccessClass < readable.Length && readable[found.AccessClass])) ? found : null);

    /// <summary>The chunks of one version of a document in reading order.</summary>
    /// <param name="key">Its <see cref="StoredDocument.Key"/>.</param>
    /// <returns>Empty when it was replaced or removed, or has no text.</returns>
    public ImmutableArray<Chunk> Chunks(long key) => Snapshot(s => s.Chunks(key).Select(c => c.Chunk).ToImmutableArray());

    /// <summary>One document.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>Null when it is not stored.</returns>
    public StoredDocument? Find(string id) =>
        Read(c => c.Query($"SELECT {StoreRows.DocumentColumns} FROM documents d WHERE d.id = $id", r => StoreRows.Document(r), ("$id", id)).SingleOrDefault());

    /// <summary>The chunks of one document in reading order.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>Empty when it is not stored or has no text.</returns>
    public ImmutableArray<Chunk> Chunks(string id) => Read(c => StoreRows.Chunks(c, id, 0, MaxChunksPerDocument - 1));

    /// <summary>Chunks of one document that follow each other.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="first">Ordinal of the first; less than 0 counts as 0.</param>
    /// <param name="last">Ordinal of the last; there may be fewer.</param>
    /// <returns>In reading order, of one snapshot; empty when the document is not stored or has none of them.</returns>
    public ImmutableArray<Chunk> Chunks(string id, int first, int last) => Read(c => StoreRows.Chunks(c, id, Math.Max(0, first), Math.Min(last, MaxChunksPerDocument - 1)));

    /// <summary>The files whose bytes are known by their stamps.</summary>
    /// <returns>By document id; a snapshot.</returns>
    internal Dictionary<string, KnownFile> KnownFiles() => Read(c => c.Query(
        "SELECT id, length, modified, content_hash FROM known_files",
        r => new KnownFile(r.GetString(0), new FileStamp(r.GetInt64(1), new DateTimeOffset(r.GetInt64(2), TimeSpan.Zero)), r.GetString(3))).ToDictionary(f => f.Id, StringComparer.Ordinal));

    /// <summary>Remembers files by their stamps and forgets others; writes nothing when there is nothing to do.</summary>
    internal void Remember(IReadOnlyCollection<KnownFile> files, IReadOnlyCollection<string> gone)
    {
        if (files.Count == 0 && gone.Count == 0) return;
        Write(() =>
        {
            foreach (string id in gone) writer.ForgetFile(id);
            foreach (KnownFile file in files) writer.Remember(file);
            return true;
        });
    }

    /// <summary>Ids of documents without text, ordered (ordinal).</summary>
    /// <returns>A snapshot.</returns>
    internal ImmutableArray<string> EmptyDocuments() => Read(c =>
        c.Query("SELECT id FROM documents WHERE chunk_count = 0", r => r.GetString(0)).Order(StringComparer.Ordinal).ToImmutableArray());

    /// <summary>Chunks of one document that follow each other, when somebody may read them.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="first">Ordinal of the first; less than 0 counts as 0.</param>
    /// <param name="last">Ordinal of the last; there may be fewer.</param>
    /// <param name="principal">Who; null for nobody in particular.</param>
    /// <returns>As <see cref="Chunks(string, int, int)"/>; empty also when the document is closed to them.</returns>
    public ImmutableArray<Chunk> ReadableChunks(string id, int first, int last, Principal? principal) => Snapshot(s => IsReadable(s, id, principal)
        ? StoreRows.Chunks(s.Connection, id, Math.Max(0, first), Math.Min(last, MaxChunksPerDocument - 1))
        : []);

    private static bool IsReadable(StoreSnapshot snapshot, string id, Principal? principal) => snapshot.Readable(principal) is not { } readable
        || (snapshot.Connection.Scalar("SELECT access_class FROM documents WHERE id = $id", ("$id", id)) is long found && found < readable.Length && readable[found]);

    /// <summary>The clock that the store was opened with.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>How much is stored.</summary>
    /// <returns>Counts of one snapshot.</returns>
    public StoreTotals Totals() => Read(c =>
        c.Query("SELECT count(*), coalesce(sum(chunk_count), 0), coalesce(sum(tokens), 0) FROM documents", r => new StoreTotals(r.GetInt32(0), r.GetInt32(1), r.GetInt64(2))).Single());

    /// <summary>A hash of what is stored: equal for equal documents read with equal settings, whatever the order and time of their ingestion.</summary>
    /// <returns>SHA-256 over id, content hash, settings and access list of every document, lower-case hexadecimal.</returns>
    public string Fingerprint()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        (ImmutableArray<StoredDocument> documents, Dictionary<int, string> lists, bool restricted) = Snapshot(s => (s.Documents(), s.AccessLists(), s.IsRestricted));
        if (restricted) hash.AppendData("restricted"u8);
        foreach (StoredDocument document in documents)
        {
            // Lengths keep ("a", "bc") apart from ("ab", "c").
            foreach (string part in (ReadOnlySpan<string>)[document.Id, document.ContentHash, document.Settings, lists[document.AccessClass]])
            {
                byte[] bytes = Encoding.UTF8.GetBytes(part);
                hash.AppendData(BitConverter.GetBytes(bytes.Length));
                hash.AppendData(bytes);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The newest lines of the ingestion journal.</summary>
    /// <param name="count">How many at most; 1 or more.</param>
    /// <returns>Newest first.</returns>
    public ImmutableArray<JournalEntry> Journal(int count = 100)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return Read(c => c.Query($"SELECT {StoreRows.JournalColumns} FROM journal ORDER BY entry DESC LIMIT $count", StoreRows.Journal, ("$count", count)).ToImmutableArray());
    }

    /// <summary>Closes the file. A change that has not been committed is undone.</summary>
    public void Dispose()
    {
        lock (writing)
        {
            if (disposed) return;
            disposed = true;
            writer.Dispose();
            readers.Dispose();
            connection.Dispose();
        }
    }

    /// <summary>Runs <paramref name="read"/> on one snapshot of the store.</summary>
    /// <exception cref="AssayException">The file cannot be read.</exception>
    internal T Read<T>(Func<SqliteConnection, T> read) => Snapshot(s => read(s.Connection));

    /// <summary>Runs <paramref name="read"/> on one snapshot of the store, which must not be used afterwards.</summary>
    /// <exception cref="AssayException">The file cannot be read.</exception>
    internal T Snapshot<T>(Func<StoreSnapshot, T> read)
    {
        try
        {
            return readers.Read(read);
        }
        catch (Exception error)
        {
            if (StoreErrors.Explain(error, Path) is { } told) throw told;
            throw;
        }
    }

    internal T Write<T>(Func<T> change)
    {
        lock (writing)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            try
            {
                return writer.InTransaction(change);
            }
            catch (Exception error)
            {
                if (StoreErrors.Explain(error, Path) is { } told) throw told;
                throw;
            }
        }
    }

    private static SqliteConnection ReadOnly(SqliteConnection connection)
    {
        connection.Execute("PRAGMA query_only = ON");
        return connection;
    }

    private static SqliteConnection Connect(string path, TimeSpan busyTimeout)
    {
        SqliteConnectionStringBuilder settings = new()
        {
            DataSource = path,
            Pooling = false,
            ForeignKeys = true,
            DefaultTimeout = (int)Math.Min(int.MaxValue, Math.Ceiling(busyTimeout.TotalSeconds)),
        };
        var connection = new SqliteConnection(settings.ToString());
        try
        {
            connection.Open();
            connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {(long)busyTimeout.TotalMilliseconds}; PRAGMA synchronous = NORMAL;"));
            return connection;
        }
        catch (SqliteException)
        {
            connection.Dispose();
            throw;
        }
    }

    private static void MakeFolder(string path)
    {
        try
        {
            if (System.IO.Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new AssayException($"The folder of '{path}' cannot be made: {error.Message} Check the path and that its parent folder is writable for this user.", error);
        }
    }
}

using System.Text.Json;
using Assay.Answering;
using Assay.Text;
using Microsoft.Data.Sqlite;

namespace Assay.Workspaces;

/// <summary>
/// Every answer a model gave, under a hash of the whole request, so that a paid call is never made twice. Each answer is committed when it
/// arrives: a killed process loses at most those in flight.
/// </summary>
public sealed class AnswerCache : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Lock _lock = new();

    private AnswerCache(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens the cache of a workspace.</summary>
    /// <param name="workspace">Where it is kept.</param>
    /// <param name="survivesPowerLoss">True for paid answers: each is on the disk before the next call is made. False for answers that can be made again at no cost; they survive a crash of the process only.</param>
    /// <returns>The open cache.</returns>
    /// <exception cref="AssayException">The file is damaged or cannot be written.</exception>
    public static AnswerCache Open(Workspace workspace, bool survivesPowerLoss)
    {
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = workspace.AnswersFile, Pooling = false, DefaultTimeout = 10 }.ToString());
        try
        {
            connection.Open();
            Execute(connection, "PRAGMA secure_delete=ON");
            Execute(connection, "PRAGMA journal_mode=WAL");
            Execute(connection, survivesPowerLoss ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
            Execute(connection, "CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, answer TEXT NOT NULL) WITHOUT ROWID");
            Execute(connection, "CREATE TABLE IF NOT EXISTS answer_documents (key TEXT NOT NULL, document TEXT NOT NULL, hash TEXT NOT NULL DEFAULT '', PRIMARY KEY (key, document)) WITHOUT ROWID");
            var cache = new AnswerCache(connection);
            cache.AddHashes();
            return cache;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw Explain(e, workspace.AnswersFile);
        }
    }

    /// <summary>The kept answer to a request.</summary>
    /// <param name="key">Hash of the request.</param>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="AssayException">The file is damaged.</exception>
    public ModelAnswer? Find(string key)
    {
        lock (_lock)
        {
            try
            {
                using SqliteCommand command = _connection.CreateCommand();
                command.CommandText = "SELECT answer FROM answers WHERE key = $key";
                command.Parameters.AddWithValue("$key", key);
                return command.ExecuteScalar() is string json ? JsonSerializer.Deserialize<ModelAnswer>(json, JsonFormat.Compact) : null;
            }
            catch (Exception e) when (e is SqliteException or JsonException)
            {
                throw Explain(e, _connection.DataSource);
            }
        }
    }

    /// <summary>Every kept answer, for finding those that are to be removed.</summary>
    /// <param name="isMeant">Which: told the answer, and the documents that were in its prompt; null for those when an older Assay kept it and did not say.</param>
    /// <returns>Keys of those that are meant, ordered, and how many there are altogether.</returns>
    /// <exception cref="AssayException">The file is damaged.</exception>
    internal (IReadOnlyList<string> Keys, int All) Find(Func<ModelAnswer, IReadOnlyList<AnswerSource>?, bool> isMeant) => Do(() =>
    {
        var sources = new Dictionary<string, List<AnswerSource>>(StringComparer.Ordinal);
        foreach ((string key, string document, string hash) in Rows("SELECT key, document, hash FROM answer_documents"))
        {
            if (!sources.TryGetValue(key, out List<AnswerSource>? named)) sources[key] = named = [];
            if (document.Length > 0) named.Add(new AnswerSource(document, hash));
        }

        int all = 0;
        var keys = new List<string>();
        foreach ((string key, string json, _) in Rows("SELECT key, answer, '' FROM answers ORDER BY key"))
        {
            all++;
            if (isMeant(JsonSerializer.Deserialize<ModelAnswer>(json, JsonFormat.Compact)!, sources.GetValueOrDefault(key))) keys.Add(key);
        }

        return ((IReadOnlyList<string>)keys, all);
    });

    /// <summary>
    /// Removes answers for good and makes the file anew: pages that were split when answers came hold copies of them, also of answers that were removed before, and
    /// these are in no row. Done again by the next call when it fails.
    /// </summary>
    /// <param name="keys">Which; one that is not kept is passed over.</param>
    /// <exception cref="AssayException">The file is damaged, cannot be written, there is no space to make it anew, or another process reads it.</exception>
    internal void Remove(IEnumerable<string> keys) => Do(() =>
    {
        InTransaction(() =>
        {
            foreach (string key in keys)
            {
                using SqliteCommand delete = _connection.CreateCommand();
                delete.CommandText = "DELETE FROM answers WHERE key = $key; DELETE FROM answer_documents WHERE key = $key";
                delete.Parameters.AddWithValue("$key", key);
                delete.ExecuteNonQuery();
            }
        });

        try
        {
            Execute(_connection, "VACUUM");
        }
        catch (SqliteException e) when (e.SqliteErrorCode is SQLitePCL.raw.SQLITE_FULL or SQLitePCL.raw.SQLITE_IOERR)
        {
            throw new AssayException($"'{_connection.DataSource}' could not be made anew ({e.Message.TrimEnd('.')}): what was removed is in no row of it any more, but its bytes may still be in the file. Free three times its size on the disk and in the folder for temporary files, then run this command again.", e);
        }

        using SqliteCommand checkpoint = _connection.CreateCommand();
        checkpoint.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        return checkpoint.ExecuteScalar() is 0L ? true : throw new AssayException($"'{_connection.DataSource}' is being read by another process, so that what was removed could not be overwritten yet. End it and run this command again.");
    });

    /// <summary>Keeps an answer; the first one for a request stays.</summary>
    /// <param name="key">Hash of the request.</param>
    /// <param name="answer">The complete answer.</param>
    /// <param name="sources">The documents whose text was in the request, so that the answer goes when one of them is forgotten.</param>
    /// <exception cref="AssayException">It cannot be written.</exception>
    public void Keep(string key, ModelAnswer answer, IEnumerable<AnswerSource> sources) => Do(() =>
    {
        InTransaction(() =>
        {
            using SqliteCommand command = _connection.CreateCommand();
            command.CommandText = "INSERT OR IGNORE INTO answers (key, answer) VALUES ($key, $answer)";
            command.Parameters.AddWithValue("$key", key);
            command.Parameters.AddWithValue("$answer", JsonSerializer.Serialize(answer, JsonFormat.Compact));
            command.ExecuteNonQuery();
            Name(key, sources);
        });
        return true;
    });

    /// <summary>Notes whose text was in the request of a kept answer, where that is not known: an older Assay kept it, or the document had another name.</summary>
    /// <param name="key">Hash of the request.</param>
    /// <param name="sources">The documents.</param>
    /// <exception cref="AssayException">It cannot be written.</exception>
    public void Know(string key, IEnumerable<AnswerSource> sources) => Do(() =>
    {
        AnswerSource[] named = [.. sources];
        HashSet<AnswerSource> known = [.. Rows("SELECT key, document, hash FROM answer_documents WHERE key = $key", key).Select(r => new AnswerSource(r.Item2, r.Item3))];
        if (known.Count > 0 && named.All(n => known.Contains(n) || known.Contains(n with { ContentHash = "" }))) return false;
        InTransaction(() => Name(key, named));
        return true;
    });

    // Not the driver's transaction: SQLite ends one by itself when it finds no space, and the driver then fails to undo it a second time and hides why.
    private void InTransaction(Action change)
    {
        Execute(_connection, "BEGIN IMMEDIATE");
        try
        {
            change();
            Execute(_connection, "COMMIT");
        }
        catch
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0) Execute(_connection, "ROLLBACK");
            throw;
        }
    }

    // A file of an Assay that noted ids alone.
    private void AddHashes()
    {
        if (Rows("SELECT name, '', '' FROM pragma_table_info('answer_documents') WHERE name = 'hash'").Count > 0) return;
        InTransaction(() =>
        {
            // Another process may have done it while this one waited for the lock.
            if (Rows("SELECT name, '', '' FROM pragma_table_info('answer_documents') WHERE name = 'hash'").Count == 0) Execute(_connection, "ALTER TABLE answer_documents ADD COLUMN hash TEXT NOT NULL DEFAULT ''");
        });
    }

    // The empty name says that the others are all there are. One request can hold the same passage of several versions: any of them may be the one then.
    private void Name(string key, IEnumerable<AnswerSource> sources)
    {
        foreach (AnswerSource source in sources.Append(new AnswerSource("")).Distinct())
        {
            using SqliteCommand command = _connection.CreateCommand();
            command.CommandText = "INSERT INTO answer_documents (key, document, hash) VALUES ($key, $document, $hash) ON CONFLICT (key, document) DO UPDATE SET hash = '' WHERE hash <> excluded.hash";
            command.Parameters.AddWithValue("$key", key);
            command.Parameters.AddWithValue("$document", source.Document);
            command.Parameters.AddWithValue("$hash", source.ContentHash);
            command.ExecuteNonQuery();
        }
    }

    private List<(string, string, string)> Rows(string constantSql, string key = "")
    {
        using SqliteCommand command = _connection.CreateCommand();
#pragma warning disable CA2100 // Only constants of this file come here.
        command.CommandText = constantSql;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$key", key);
        using SqliteDataReader row = command.ExecuteReader();
        var rows = new List<(string, string, string)>();
        while (row.Read()) rows.Add((row.GetString(0), row.GetString(1), row.GetString(2)));
        return rows;
    }

    private T Do<T>(Func<T> work)
    {
        lock (_lock)
        {
            try
            {
                return work();
            }
            catch (Exception e) when (e is SqliteException or JsonException)
            {
                throw Explain(e, _connection.DataSource);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private static void Execute(SqliteConnection connection, string constantSql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Only constants of this file come here.
        command.CommandText = constantSql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static AssayException Explain(Exception e, string file) =>
        new($"The answer cache '{file}' cannot be used ({e.Message.TrimEnd('.')}). Free space on the disk, close other Assay processes, or, if it is damaged, move it away: answers already paid for are in it.", e);
}

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
            Execute(connection, "PRAGMA journal_mode=WAL");
            Execute(connection, survivesPowerLoss ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
            Execute(connection, "CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, answer TEXT NOT NULL) WITHOUT ROWID");
            return new AnswerCache(connection);
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

    /// <summary>Removes answers for good: the space where they stood is overwritten.</summary>
    /// <param name="isMeant">Which.</param>
    /// <returns>Their keys, ordered.</returns>
    /// <exception cref="AssayException">The file is damaged or cannot be written.</exception>
    public IReadOnlyList<string> Forget(Func<ModelAnswer, bool> isMeant)
    {
        ArgumentNullException.ThrowIfNull(isMeant);
        lock (_lock)
        {
            try
            {
                var keys = new List<string>();
                using (SqliteCommand all = _connection.CreateCommand())
                {
                    all.CommandText = "SELECT key, answer FROM answers ORDER BY key";
                    using SqliteDataReader row = all.ExecuteReader();
                    while (row.Read())
                    {
                        if (isMeant(JsonSerializer.Deserialize<ModelAnswer>(row.GetString(1), JsonFormat.Compact)!)) keys.Add(row.GetString(0));
                    }
                }

                Execute(_connection, "PRAGMA secure_delete=ON");
                foreach (string key in keys)
                {
                    using SqliteCommand delete = _connection.CreateCommand();
                    delete.CommandText = "DELETE FROM answers WHERE key = $key";
                    delete.Parameters.AddWithValue("$key", key);
                    delete.ExecuteNonQuery();
                }

                if (keys.Count > 0) Execute(_connection, "PRAGMA wal_checkpoint(TRUNCATE)");
                return keys;
            }
            catch (Exception e) when (e is SqliteException or JsonException)
            {
                throw Explain(e, _connection.DataSource);
            }
        }
    }

    /// <summary>Keeps an answer; the first one for a request stays.</summary>
    /// <param name="key">Hash of the request.</param>
    /// <param name="answer">The complete answer.</param>
    /// <exception cref="AssayException">It cannot be written.</exception>
    public void Keep(string key, ModelAnswer answer)
    {
        lock (_lock)
        {
            try
            {
                using SqliteCommand command = _connection.CreateCommand();
                command.CommandText = "INSERT OR IGNORE INTO answers (key, answer) VALUES ($key, $answer)";
                command.Parameters.AddWithValue("$key", key);
                command.Parameters.AddWithValue("$answer", JsonSerializer.Serialize(answer, JsonFormat.Compact));
                command.ExecuteNonQuery();
            }
            catch (SqliteException e)
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

using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Assay.Retrieval.Storage;

/// <summary>Runs statements of one connection and keeps them prepared for the next time. Used by one thread at a time.</summary>
/// <param name="connection">The connection; disposed by its owner, after this.</param>
internal sealed class Statements(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> prepared = new(StringComparer.Ordinal);

    /// <summary>Runs a statement that returns nothing.</summary>
    /// <returns>Rows changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object Value)> parameters) => Command(sql, parameters).ExecuteNonQuery();

    /// <summary>The first column of the first row, or null when there is no row.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<(string Name, object Value)> parameters) => Command(sql, parameters).ExecuteScalar();

    /// <summary>All rows, each made by <paramref name="row"/>.</summary>
    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> row, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using SqliteDataReader reader = Command(sql, parameters).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(row(reader));
        return rows;
    }

    /// <summary>Makes a change whole or not at all, after waiting for other writers.</summary>
    /// <remarks>Not the driver's transaction: SQLite ends one by itself when it finds no space, and the driver then fails to undo it a second time and hides why.</remarks>
    /// <returns>What <paramref name="change"/> returns.</returns>
    public T InTransaction<T>(Func<T> change) => Within("BEGIN IMMEDIATE", change);

    /// <summary>Reads several things at the same moment: what others commit meanwhile is not seen.</summary>
    /// <returns>What <paramref name="read"/> returns.</returns>
    public T InSnapshot<T>(Func<T> read) => Within("BEGIN DEFERRED", read);

    /// <summary>Frees the statements.</summary>
    public void Dispose()
    {
        foreach (SqliteCommand command in prepared.Values) command.Dispose();
        prepared.Clear();
    }

    private T Within<T>(string begin, Func<T> body)
    {
        Execute(begin);
        try
        {
            T result = body();
            Execute("COMMIT");
            return result;
        }
        catch
        {
            if (raw.sqlite3_get_autocommit(connection.Handle) == 0) Execute("ROLLBACK");
            throw;
        }
    }

    private SqliteCommand Command(string sql, ReadOnlySpan<(string Name, object Value)> parameters)
    {
        if (!prepared.TryGetValue(sql, out SqliteCommand? command))
        {
            prepared[sql] = command = connection.Command(sql, parameters);
            return command;
        }

        for (int i = 0; i < parameters.Length; i++) command.Parameters[i].Value = parameters[i].Value;
        return command;
    }
}

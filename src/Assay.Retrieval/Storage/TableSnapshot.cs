using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Assay.Retrieval.Permissions;
using Assay.Retrieval.Tables;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Assay.Retrieval.Storage;

/// <summary>The tables that somebody may read, in one snapshot of the store: what may not be read is not listed, not looked up and not queried.</summary>
internal sealed class TableSnapshot
{
    private const int StepsBetweenLooks = 10_000;
    private readonly StoreSnapshot snapshot;
    private readonly TimeProvider clock;
    private readonly TimeSpan limit;
    private readonly long started;
    private readonly HashSet<long> readable;

    /// <summary>Opens the tables.</summary>
    /// <param name="snapshot">The snapshot; this is used inside it only.</param>
    /// <param name="principal">On whose behalf; null for nobody in particular.</param>
    /// <param name="clock">Measures queries.</param>
    /// <param name="limit">Longest time of everything that is read.</param>
    public TableSnapshot(StoreSnapshot snapshot, Principal? principal, TimeProvider clock, TimeSpan limit)
    {
        (this.snapshot, this.clock, this.limit, started) = (snapshot, clock, limit, clock.GetTimestamp());
        Tables = List(snapshot, principal);
        readable = [.. Tables.Select(t => t.Key)];
    }

    /// <summary>The tables, ordered by document id (ordinal) and place.</summary>
    public ImmutableArray<StoredTable> Tables { get; }

    /// <summary>Values of text columns by the stems of their words.</summary>
    public List<(long Table, int Column, string Value)> Values(string stem) =>
        Within(() => snapshot.Connection.Query("SELECT tbl, col, value FROM data_values WHERE stem = $stem ORDER BY tbl, col, value LIMIT 1000", r => (r.GetInt64(0), r.GetInt32(1), r.GetString(2)), ("$stem", stem)))
            .FindAll(v => readable.Contains(v.Item1));

    /// <summary>Different values of a table's text columns with their stems, at most <paramref name="most"/>.</summary>
    public List<(int Column, string Stem, string Value)> Values(long table, int most) => !readable.Contains(table) ? [] :
        Within(() => snapshot.Connection.Query("SELECT col, stem, value FROM data_values WHERE tbl = $table ORDER BY col, stem, value LIMIT $most", r => (r.GetInt32(0), r.GetString(1), r.GetString(2)), ("$table", table), ("$most", most)));

    /// <summary>A row as its file shows it, where that rounds a number; null elsewhere.</summary>
    /// <param name="row">Its id.</param>
    public string? Shown(long row) => TableWriter.HasShown(snapshot.Connection) ? Run("SELECT text FROM data_shown WHERE id = $p0", [row], 1) is [[string text]] ? text : null : null;

    /// <summary>Runs a query whose names are all the store's own and whose values are parameters.</summary>
    /// <param name="sql">A SELECT.</param>
    /// <param name="parameters">Values of <c>$p0</c>, <c>$p1</c>, ….</param>
    /// <param name="mostRows">Rows behind these are left out.</param>
    /// <returns>The rows; a value is a text, a number or null.</returns>
    /// <exception cref="TimeoutException">It took too long.</exception>
    public List<object?[]> Run(string sql, IReadOnlyList<object> parameters, int mostRows) => Within(() =>
    {
        (string, object)[] values = [.. parameters.Select((p, i) => ("$p" + i.ToString(CultureInfo.InvariantCulture), p))];
        using SqliteCommand command = snapshot.Connection.Command(sql, values);
        using SqliteDataReader reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (rows.Count < mostRows && reader.Read()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        return rows;
    });

    private static ImmutableArray<StoredTable> List(StoreSnapshot snapshot, Principal? principal)
    {
        if (!TableWriter.HasTables(snapshot.Connection)) return [];
        bool[]? readable = snapshot.Readable(principal);
        List<(int Class, StoredTable Table)> tables = snapshot.Connection.Query(
            "SELECT d.access_class, t.key, t.document, d.id, t.name, t.other_names, t.columns, t.row_count, t.total_count FROM data_tables t JOIN documents d ON d.key = t.document",
            r => (r.GetInt32(0), new StoredTable(r.GetInt64(1), r.GetInt64(2), r.GetString(3), r.GetString(4), JsonSerializer.Deserialize<ImmutableArray<string>>(r.GetString(5)), JsonSerializer.Deserialize<ImmutableArray<TableColumn>>(r.GetString(6)), r.GetInt32(7)) { TotalRows = r.GetInt32(8) }));
        return [.. tables.Where(t => readable is null || readable[t.Class]).Select(t => t.Table).OrderBy(t => t.DocumentId, StringComparer.Ordinal).ThenBy(t => t.Key)];
    }

    private T Within<T>(Func<T> read)
    {
        sqlite3 handle = snapshot.Connection.Handle!;
        raw.sqlite3_progress_handler(handle, StepsBetweenLooks, _ => clock.GetElapsedTime(started) > limit ? 1 : 0, null);
        try
        {
            return read();
        }
        catch (SqliteException error) when (error.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            throw new TimeoutException("A question over tables took too long.", error);
        }
        finally
        {
            raw.sqlite3_progress_handler(handle, 0, null!, null);
        }
    }
}

using System.Collections.Immutable;
using System.Text.Json;
using Assay.Retrieval.Tables;
using Microsoft.Data.Sqlite;

namespace Assay.Retrieval.Storage;

/// <summary>Stores the tables of documents. All rows of all tables are in one table of the store, so that no name of a user's file is ever part of a statement.</summary>
internal static class TableWriter
{
    /// <summary>Bits of a row's id that hold its number; the bits above hold its table's key.</summary>
    public const int RowBits = 20;

    private const int LongestValue = 80;

    // Made when the first table is kept: an older file gets them without being rebuilt. What a document had goes with it.
    private static readonly string Tables = $"""
        CREATE TABLE IF NOT EXISTS data_tables (
          key INTEGER PRIMARY KEY AUTOINCREMENT,
          document INTEGER NOT NULL REFERENCES documents (key) ON DELETE CASCADE,
          name TEXT NOT NULL,
          other_names TEXT NOT NULL,
          columns TEXT NOT NULL,
          row_count INTEGER NOT NULL,
          total_count INTEGER NOT NULL
        );
        CREATE INDEX IF NOT EXISTS data_tables_document ON data_tables (document);
        CREATE TABLE IF NOT EXISTS data_rows (
          id INTEGER PRIMARY KEY, is_total INTEGER NOT NULL, place TEXT NOT NULL, sheet_left INTEGER NOT NULL, span_start INTEGER NOT NULL, span_end INTEGER NOT NULL,
          {string.Join(", ", Enumerable.Range(0, DataTable.MaxColumns).Select(i => "c" + i))}
        );
        CREATE TABLE IF NOT EXISTS data_values (stem TEXT NOT NULL, tbl INTEGER NOT NULL, col INTEGER NOT NULL, value TEXT NOT NULL, PRIMARY KEY (stem, tbl, col, value)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS data_values_table ON data_values (tbl, col);
        CREATE TABLE IF NOT EXISTS data_shown (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
        CREATE TRIGGER IF NOT EXISTS data_tables_follow AFTER DELETE ON data_tables BEGIN
          DELETE FROM data_rows WHERE id BETWEEN old.key << {RowBits} AND ((old.key + 1) << {RowBits}) - 1;
          DELETE FROM data_values WHERE tbl = old.key;
        END;
        CREATE TRIGGER IF NOT EXISTS data_shown_follow AFTER DELETE ON data_tables BEGIN
          DELETE FROM data_shown WHERE id BETWEEN old.key << {RowBits} AND ((old.key + 1) << {RowBits}) - 1;
        END;
        """;

    /// <summary>Whether a store ever held a table.</summary>
    public static bool HasTables(SqliteConnection connection) => Has(connection, "data_tables");

    /// <summary>Whether a store ever held a table since rows are kept as their file shows them, too.</summary>
    public static bool HasShown(SqliteConnection connection) => Has(connection, "data_shown");

    /// <summary>Stores the tables of a document, inside the caller's transaction.</summary>
    public static void Put(SqliteConnection connection, long document, IReadOnlyList<DataTable> tables)
    {
        if (tables.Count == 0) return;
        if (!HasShown(connection)) connection.Execute(Tables);
        foreach (DataTable table in tables) Put(connection, document, table);
    }

    private static void Put(SqliteConnection connection, long document, DataTable table)
    {
        long key = (long)connection.Scalar(
            "INSERT INTO data_tables (document, name, other_names, columns, row_count, total_count) VALUES ($document, $name, $others, '[]', 0, 0); SELECT last_insert_rowid()",
            ("$document", document), ("$name", table.Name), ("$others", JsonSerializer.Serialize(table.OtherNames)))!;
        using SqliteCommand insert = connection.Command(
            $"INSERT INTO data_rows (id, is_total, place, sheet_left, span_start, span_end{string.Concat(table.Columns.Select((_, i) => ", c" + i))}) VALUES ($id, $total, $place, $left, $start, $end{string.Concat(table.Columns.Select((_, i) => ", $c" + i))})",
            [("$id", 0L), ("$total", 0), ("$place", ""), ("$left", 0), ("$start", 0), ("$end", 0), .. table.Columns.Select((_, i) => ("$c" + i, (object)DBNull.Value))]);
        using SqliteCommand value = connection.Command("INSERT OR IGNORE INTO data_values (stem, tbl, col, value) VALUES ($stem, $table, $col, $value)", ("$stem", ""), ("$table", key), ("$col", 0), ("$value", ""));
        using SqliteCommand shown = connection.Command("INSERT INTO data_shown (id, text) VALUES ($id, $text)", ("$id", 0L), ("$text", ""));
        Counts[] counts = [.. table.Columns.Select(_ => new Counts())];
        int rows = 0, totals = 0;
        foreach (DataRow row in table.Rows)
        {
            insert.Parameters[0].Value = key << RowBits | (long)row.Number;
            insert.Parameters[1].Value = row.IsTotal ? 1 : 0;
            insert.Parameters[2].Value = row.Place;
            insert.Parameters[3].Value = row.Left;
            insert.Parameters[4].Value = row.Span.Start;
            insert.Parameters[5].Value = row.Span.End;
            for (int i = 0; i < table.Columns.Length; i++) insert.Parameters[6 + i].Value = row.Values[i] ?? DBNull.Value;
            insert.ExecuteNonQuery();
            if (row.Shown.Length > 0)
            {
                (shown.Parameters[0].Value, shown.Parameters[1].Value) = (insert.Parameters[0].Value, row.Shown);
                shown.ExecuteNonQuery();
            }

            if (row.IsTotal) totals++;
            else rows++;
            for (int i = 0; i < table.Columns.Length && !row.IsTotal; i++) if (row.Values[i] is { } cell && counts[i].Add(cell) && table.Columns[i].Type == ColumnType.Text) Value(value, i, (string)cell);
        }

        ImmutableArray<TableColumn> columns = [.. table.Columns.Select((c, i) => c with { Filled = counts[i].Filled, Distinct = counts[i].Distinct, Least = counts[i].Least ?? 0, Most = counts[i].Most ?? 0, IsUnique = rows > 0 && counts[i].Distinct == rows })];
        connection.Execute("UPDATE data_tables SET columns = $columns, row_count = $rows, total_count = $totals WHERE key = $key", ("$columns", JsonSerializer.Serialize(columns)), ("$rows", rows), ("$totals", totals), ("$key", key));
    }

    private static bool Has(SqliteConnection connection, string table) => connection.Scalar("SELECT 1 FROM sqlite_master WHERE name = $table", ("$table", table)) is not null;

    private static void Value(SqliteCommand insert, int column, string value)
    {
        if (value.Length > LongestValue || TableWords.Key(value) is not { Length: > 0 } stem) return;
        insert.Parameters[0].Value = stem;
        insert.Parameters[2].Value = column;
        insert.Parameters[3].Value = value;
        insert.ExecuteNonQuery();
    }

    private sealed class Counts
    {
        private readonly HashSet<object> seen = [];

        public int Filled { get; private set; }

        public int Distinct => seen.Count;

        public double? Least { get; private set; }

        public double? Most { get; private set; }

        /// <summary>Counts a value.</summary>
        /// <returns>Whether it is the first of its kind.</returns>
        public bool Add(object value)
        {
            Filled++;
            if (value is double number) (Least, Most) = (Math.Min(Least ?? number, number), Math.Max(Most ?? number, number));
            return seen.Add(value);
        }
    }
}

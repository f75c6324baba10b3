using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Assay.Evaluation.Answers;
using Assay.Text;
using Microsoft.Data.Sqlite;

namespace Assay.Sql;

/// <summary>A SQLite database that queries of unknown origin are run on: read only, one SELECT at a time, within limits of time, rows and memory.</summary>
/// <remarks>Nothing can be written: the file is opened read only, and only statements that begin with SELECT, WITH or VALUES are run. Not safe for several threads.</remarks>
public sealed class SqlDatabase : IDisposable
{
    private const int LongestValue = 1 << 24, StepsBetweenLooks = 10_000;
    private static readonly string[] Readers = ["SELECT", "WITH", "VALUES"];
    private readonly SqliteConnection connection;
    private readonly SqlLimits limits;
    private readonly TimeProvider clock;
    private long started;

    private SqlDatabase(SqliteConnection connection, SqlLimits limits, TimeProvider clock) => (this.connection, this.limits, this.clock) = (connection, limits, clock);

    /// <summary>Opens a database.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="limits">Null for the defaults.</param>
    /// <param name="clock">Measures the time of a query; null for the system's.</param>
    /// <returns>The database; to be disposed.</returns>
    /// <exception cref="InputException">There is no such file, or it is no SQLite database.</exception>
    public static SqlDatabase Open(string path, SqlLimits? limits = null, TimeProvider? clock = null)
    {
        if (!File.Exists(path)) throw new InputException(new Problem(path, null, "This database does not exist. Name a SQLite file."));
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        try
        {
            connection.Open();
            using SqliteCommand probe = connection.CreateCommand();
            probe.CommandText = "SELECT count(*) FROM sqlite_master";
            probe.ExecuteScalar();
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new InputException(new Problem(path, null, $"This is no SQLite database that can be read: {e.Message}"));
        }

        _ = SQLitePCL.raw.sqlite3_limit(connection.Handle, SQLitePCL.raw.SQLITE_LIMIT_LENGTH, LongestValue);
        _ = SQLitePCL.raw.sqlite3_limit(connection.Handle, SQLitePCL.raw.SQLITE_LIMIT_ATTACHED, 0);
        var database = new SqlDatabase(connection, limits ?? new SqlLimits(), clock ?? TimeProvider.System);
        SQLitePCL.raw.sqlite3_progress_handler(connection.Handle, StepsBetweenLooks, _ => database.IsLate ? 1 : 0, null);
        return database;
    }

    private bool IsLate => clock.GetElapsedTime(started) > limits.Time;

    /// <summary>Runs a query.</summary>
    /// <param name="sql">One SELECT statement.</param>
    /// <returns>Its table, or why there is none.</returns>
    [SuppressMessage("Security", "CA2100", Justification = "Queries of unknown origin are what this is for; the connection can only read.")]
    public SqlResult Run(string sql)
    {
        ArgumentNullException.ThrowIfNull(sql);
        string statement = Statement(sql);
        if (!Array.Exists(Readers, r => statement.StartsWith(r, StringComparison.OrdinalIgnoreCase))) return new SqlResult(null, "not a SELECT statement");
        started = clock.GetTimestamp();
        try
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = statement;
            using SqliteDataReader reader = command.ExecuteReader();
            return Read(reader);
        }
        catch (Exception e) when (e is SqliteException or InvalidOperationException or OverflowException or ArgumentException)
        {
            return new SqlResult(null, IsLate ? $"took more than {limits.Time.TotalSeconds.ToString("0.##", CultureInfo.InvariantCulture)} s" : e.Message);
        }
    }

    /// <summary>Whether a query gives what the right one gives: the same rows as multisets, in the same order where the right one says ORDER BY; columns by place.</summary>
    /// <param name="predicted">The query to judge.</param>
    /// <param name="gold">The right query.</param>
    /// <returns>1 or 0, and not applicable when the right query itself fails.</returns>
    public MetricValue Accuracy(string predicted, string gold)
    {
        SqlResult right = Run(gold);
        if (right.Table is not { } expected) return MetricValue.None($"the accepted query fails: {right.Error}");
        return MetricValue.Of(Run(predicted).Table is { } table && TableMatch.Equal(table, expected, SqlOrder.IsOrdered(gold), columnOrder: true) ? 1 : 0);
    }

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();

    private SqlResult Read(SqliteDataReader reader)
    {
        ImmutableArray<ImmutableArray<string?>>.Builder rows = ImmutableArray.CreateBuilder<ImmutableArray<string?>>();
        long characters = 0;
        while (reader.Read())
        {
            if (rows.Count == limits.Rows) return new SqlResult(null, string.Create(CultureInfo.InvariantCulture, $"more than {limits.Rows:#,0} rows"));
            ImmutableArray<string?> row = [.. Enumerable.Range(0, reader.FieldCount).Select(c => Cell(reader, c))];
            characters += row.Sum(c => (long)(c?.Length ?? 0));
            if (characters > 4L * LongestValue) return new SqlResult(null, "more than 64 MB of values");
            if (IsLate) return new SqlResult(null, "took too long");
            rows.Add(row);
        }

        return new SqlResult(new Table(null, rows.ToImmutable()), null);
    }

    private static string? Cell(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetValue(column) switch
    {
        byte[] bytes => Convert.ToHexString(bytes),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        var value => value.ToString(),
    };

    // Models like to fence their queries and to end them with a semicolon.
    private static string Statement(string sql)
    {
        string text = sql.Trim();
        if (text.StartsWith("```", StringComparison.Ordinal) && text.EndsWith("```", StringComparison.Ordinal) && text.Length >= 6)
        {
            text = text[3..^3];
            if (text.StartsWith("sql", StringComparison.OrdinalIgnoreCase)) text = text[3..];
        }

        return text.Trim().TrimEnd(';').Trim();
    }
}

using Microsoft.Data.Sqlite;

namespace Assay.Retrieval.Storage;

/// <summary>Short forms for parameterised commands.</summary>
internal static class Sql
{
    /// <summary>A command with its parameters; the text is a constant, values never become part of it.</summary>
    public static SqliteCommand Command(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Every caller passes constants and numbers of its own; values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach ((string name, object value) in parameters) command.Parameters.AddWithValue(name, value);
        return command;
    }

    /// <summary>Runs a command that returns nothing.</summary>
    /// <returns>Rows changed.</returns>
    public static int Execute(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using SqliteCommand command = connection.Command(sql, parameters);
        return command.ExecuteNonQuery();
    }

    /// <summary>Makes a change whole or not at all, after waiting for other writers.</summary>
    /// <returns>What <paramref name="change"/> returns.</returns>
    public static T InTransaction<T>(this SqliteConnection connection, Func<T> change)
    {
        using Statements statements = new(connection);
        return statements.InTransaction(change);
    }

    /// <summary>Reads several things at the same moment: what others commit meanwhile is not seen.</summary>
    /// <returns>What <paramref name="read"/> returns.</returns>
    public static T InSnapshot<T>(this SqliteConnection connection, Func<T> read)
    {
        using Statements statements = new(connection);
        return statements.InSnapshot(read);
    }

    /// <summary>The first column of the first row, or null when there is no row.</summary>
    public static object? Scalar(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using SqliteCommand command = connection.Command(sql, parameters);
        return command.ExecuteScalar();
    }

    /// <summary>All rows, each made by <paramref name="row"/>.</summary>
    public static List<T> Query<T>(this SqliteConnection connection, string sql, Func<SqliteDataReader, T> row, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using SqliteCommand command = connection.Command(sql, parameters);
        using SqliteDataReader reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(row(reader));
        return rows;
    }
}

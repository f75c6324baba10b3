using Microsoft.Data.Sqlite;

namespace Assay.Tests.EndToEnd;

/// <summary>Looks into a knowledge base from outside, as a database tool would.</summary>
internal static class StoredKnowledge
{
    /// <summary>Asserts that the file is sound and every document has the chunks it says it has.</summary>
    public static void AssertWhole(string file)
    {
        SQLitePCL.Batteries_V2.Init();
        if (!File.Exists(file)) return;
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        Assert.Equal("ok", Scalar(connection, "PRAGMA integrity_check"));
        if ((long)Scalar(connection, "SELECT count(*) FROM sqlite_master")! == 0) return;
        Assert.Equal(0L, Scalar(connection, "SELECT count(*) FROM documents d WHERE chunk_count <> (SELECT count(*) FROM chunks c WHERE c.document = d.key)"));
        Assert.Equal(0L, Scalar(connection, "SELECT count(*) FROM chunks c WHERE NOT EXISTS (SELECT 1 FROM documents d WHERE d.key = c.document)"));
    }

    /// <summary>Documents stored so far; 0 while there are no tables.</summary>
    public static long Documents(string file)
    {
        SQLitePCL.Batteries_V2.Init();
        if (!File.Exists(file)) return 0;
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, Mode = SqliteOpenMode.ReadWrite }.ToString());
        connection.Open();
        return (long)Scalar(connection, "SELECT count(*) FROM sqlite_master WHERE name = 'documents'")! == 0 ? 0 : (long)Scalar(connection, "SELECT count(*) FROM documents")!;
    }

#pragma warning disable CA2100 // Only constants of this file come here.
    private static object? Scalar(SqliteConnection connection, string constantSql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = constantSql;
        return command.ExecuteScalar();
    }
#pragma warning restore CA2100
}

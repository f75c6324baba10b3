using Assay.Sql;
using Assay.Text;
using Microsoft.Data.Sqlite;

namespace Assay.Tests.Application.Sql;

public sealed class SqlDatabaseTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string path;

    public SqlDatabaseTests()
    {
        SQLitePCL.Batteries_V2.Init();
        path = Path.Combine(folder.Path, "shop.db");
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE item(name TEXT, price REAL, stock INTEGER); INSERT INTO item VALUES('pen', 1.5, 10), ('ink', 3.0, NULL), ('pad', 1.5, 2);";
        command.ExecuteNonQuery();
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("SELECT name FROM item WHERE price < 2", "select name from item where price=1.5", 1)]
    [InlineData("SELECT name FROM item ORDER BY name DESC", "SELECT name FROM item", 1)]
    [InlineData("SELECT name FROM item ORDER BY name DESC", "SELECT name FROM item ORDER BY name", 0)]
    [InlineData("SELECT name FROM item", "SELECT name FROM (SELECT name FROM item ORDER BY name)", 1)]
    [InlineData("```sql\nSELECT COUNT(*) FROM item;\n```", "SELECT 3.0", 1)]
    [InlineData("SELECT price FROM item", "SELECT DISTINCT price FROM item", 0)]
    [InlineData("SELECT price, name FROM item", "SELECT name, price FROM item", 0)]
    [InlineData("SELECT nothing FROM item", "SELECT name FROM item", 0)]
    [InlineData("SELECT stock FROM item WHERE name='ink'", "SELECT NULL", 1)]
    [InlineData("DELETE FROM item", "SELECT name FROM item", 0)]
    public void Accuracy_compares_rows(string predicted, string gold, double expected)
    {
        using SqlDatabase database = SqlDatabase.Open(path);
        Assert.Equal(expected, database.Accuracy(predicted, gold).Number);
    }

    [Theory]
    [InlineData("DROP TABLE item")]
    [InlineData("ATTACH 'other.db' AS o")]
    [InlineData("PRAGMA query_only = 0")]
    [InlineData("SELECT 1; DROP TABLE item")]
    [InlineData("WITH x AS (SELECT 1) DELETE FROM item")]
    [InlineData("")]
    public void Run_writes_nothing(string sql)
    {
        using SqlDatabase database = SqlDatabase.Open(path);
        database.Run(sql);
        Assert.Equal("3", database.Run("SELECT COUNT(*) FROM item").Table!.Rows[0][0]);
    }

    [Fact]
    public void Run_endless_or_huge_query_is_stopped()
    {
        using SqlDatabase database = SqlDatabase.Open(path, new SqlLimits { Time = TimeSpan.FromMilliseconds(200), Rows = 100 });
        Assert.Contains("took more than 0.2 s", database.Run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT MAX(i) FROM n").Error, StringComparison.Ordinal);
        Assert.Contains("more than 100 rows", database.Run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 500) SELECT i FROM n").Error, StringComparison.Ordinal);
        Assert.NotNull(database.Run("SELECT zeroblob(900000000)").Error);
        Assert.NotNull(database.Run("SELECT 1").Table);
    }

    [Fact]
    public void Accuracy_of_a_broken_accepted_query_does_not_apply()
    {
        using SqlDatabase database = SqlDatabase.Open(path);
        Assert.Contains("nowhere", database.Accuracy("SELECT 1", "SELECT * FROM nowhere").NotApplicable, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_what_is_no_database_is_an_input_error()
    {
        string text = Path.Combine(folder.Path, "a.txt");
        File.WriteAllText(text, new string('x', 5000));
        Assert.Throws<InputException>(() => SqlDatabase.Open(text));
        Assert.Throws<InputException>(() => SqlDatabase.Open(Path.Combine(folder.Path, "none.db")));
    }
}

using Assay.Retrieval.Storage;
using Assay.Tests.Cli;
using Microsoft.Data.Sqlite;

namespace Assay.Tests.Retrieval.Storage;

/// <summary>Bytes of the store that changed on the disk.</summary>
public sealed class DamagedStoreTests
{
    [Fact]
    public async Task A_damaged_store_is_called_damaged_and_never_our_mistake()
    {
        using TestProject project = TestProject.Create(12, sections: 6);
        Assert.Equal(0, (await CommandLine.RunAsync("ingest", project.Root)).ExitCode);
        string store = project.PathOf(".assay/knowledge.db");
        byte[] whole = File.ReadAllBytes(store);
        var random = new Random(5);
        int told = 0;
        for (int round = 0; round < 40; round++)
        {
            byte[] bytes = [.. whole];
            for (int i = 0, count = (int)Math.Pow(3, 1 + (round % 6)); i < count; i++) bytes[random.Next(100, bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(store, bytes);
            foreach (string file in Directory.GetFiles(project.Workspace, "knowledge.*").Where(f => f != store)) File.Delete(file);
            foreach (string[] command in new[] { new[] { "search", "seats plan" }, ["ask", "How many seats does plan 2 have?"], ["forget", "docs/plan-003.md", "--dry-run"] })
            {
                CommandLine.Result result = await CommandLine.RunAsync([.. command, "-p", project.Root]);
                Assert.DoesNotContain("Assay made a mistake", result.Error, StringComparison.Ordinal);
                if (result.Error.Contains("is damaged; move it away", StringComparison.Ordinal)) told++;
            }
        }

        Assert.True(told > 20, $"Only {told} commands met the damage.");
    }

    [Fact]
    public async Task A_trace_that_cannot_be_read_does_not_keep_a_page_from_being_forgotten()
    {
        using TestProject project = TestProject.Create();
        Assert.Equal(0, (await CommandLine.RunAsync("ask", "How many seats does plan 2 have?", "-p", project.Root)).ExitCode);
        Assert.Equal(0, (await CommandLine.RunAsync("ask", "How many seats does plan 3 have?", "-p", project.Root)).ExitCode);
        using (var connection = new SqliteConnection($"Data Source={project.PathOf(".assay/knowledge.db")};Pooling=false"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "UPDATE traces SET body = '{ broken 102 seats' WHERE id = 1";
            Assert.Equal(1, command.ExecuteNonQuery());
        }

        CommandLine.Result result = await CommandLine.RunAsync("forget", "docs/plan-002.md", "-p", project.Root, "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains(result.Json.GetProperty("lines").EnumerateArray(), l => l.GetProperty("where").GetString() == "knowledge.db #1");
        Assert.DoesNotContain("102 seats", System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(project.PathOf(".assay/knowledge.db"))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_of_ours_on_a_whole_store_stays_one()
    {
        using var folder = new TemporaryFolder();
        using KnowledgeStore store = KnowledgeStore.Open(Path.Combine(folder.Path, "knowledge.db"));
        Assert.Throws<InvalidOperationException>(() => store.Snapshot<int>(_ => throw new InvalidOperationException("ours")));
        Assert.Throws<OperationCanceledException>(() => store.Snapshot<int>(_ => throw new OperationCanceledException()));
    }
}

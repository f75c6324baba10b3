using System.Globalization;
using System.Text;
using Assay.Retrieval.Storage;
using Assay.Tests.Cli;
using Assay.Tests.Retrieval.Storage;
using Assay.Workspaces;
using Microsoft.Data.Sqlite;

namespace Assay.Tests.Application.Forgetting;

/// <summary>What is forgotten is in no byte of the databases, wherever SQLite moved copies of it before.</summary>
public sealed class ForgetBytesTests : IDisposable
{
    private readonly TestProject project = TestProject.Create(3);

    public void Dispose() => project.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Thousands_of_answers_kept_in_any_order_leave_no_byte(bool bySomeoneWithoutOverwriting)
    {
        Workspace workspace = Workspace.Open(project.Root);
        var random = new Random(3);
        string[] keys = [.. Enumerable.Range(0, 4000).Select(_ => Convert.ToHexStringLower(Bytes(random, 32)))];
        using (AnswerCache cache = AnswerCache.Open(workspace, survivesPowerLoss: false))
        {
            for (int i = 0; i < keys.Length && !bySomeoneWithoutOverwriting; i++) cache.Keep(keys[i], new() { Text = Text(i, random) }, [new(Document(i))]);
        }

        if (bySomeoneWithoutOverwriting) KeepAsBefore(workspace, keys, random);
        Assert.Contains("zanzibar", Bytes(workspace), StringComparison.Ordinal);

        CommandLine.Result result = await CommandLine.RunAsync("forget", "docs/plan-002.md", "-p", project.Root, "--json");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(1334, result.Json.GetProperty("answersDeleted").GetInt32());
        Assert.DoesNotContain("zanzibar", Bytes(workspace), StringComparison.Ordinal);
        Assert.Contains("kept text", Bytes(workspace), StringComparison.Ordinal);
    }

    [Fact]
    public void Pages_that_were_joined_and_split_around_a_document_hold_no_byte_of_it()
    {
        using var folder = new StoreFolder();
        var random = new Random(1);
        using (KnowledgeStore store = folder.Open())
        {
            for (int put = 0; put < 2000; put++)
            {
                string id = $"d{(put < 500 ? put : random.Next(500)):000}.md";
                store.Put(StoreFolder.Document(id), StoreFolder.Chunks(id, [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => $"zanzibar-{id} " + new string('y', random.Next(30, 1500)))]));
            }

            for (int i = 0; i < 500; i += 4) store.Forget($"d{i:000}.md");
        }

        string bytes = Encoding.Latin1.GetString(File.ReadAllBytes(folder.File));
        Assert.All(Enumerable.Range(0, 125).Select(i => $"zanzibar-d{i * 4:000}.md"), word => Assert.DoesNotContain(word, bytes, StringComparison.Ordinal));
    }

    // As an Assay did that did not ask SQLite to overwrite.
    private static void KeepAsBefore(Workspace workspace, string[] keys, Random random)
    {
        using var before = new SqliteConnection($"Data Source={workspace.AnswersFile};Pooling=False");
        before.Open();
        using SqliteCommand command = before.CreateCommand();
        command.CommandText = "PRAGMA secure_delete=OFF; BEGIN";
        command.ExecuteNonQuery();
        for (int i = 0; i < keys.Length; i++)
        {
            command.CommandText = "INSERT INTO answers (key, answer) VALUES ($key, $answer); INSERT INTO answer_documents (key, document) VALUES ($key, ''), ($key, $document)";
            command.Parameters.Clear();
            command.Parameters.AddWithValue("$key", keys[i]);
            command.Parameters.AddWithValue("$answer", $$"""{"text":"{{Text(i, random)}}"}""");
            command.Parameters.AddWithValue("$document", Document(i));
            command.ExecuteNonQuery();
        }

        command.CommandText = "COMMIT";
        command.ExecuteNonQuery();
    }

    private static string Document(int i) => i % 3 == 0 ? "docs/plan-002.md" : "docs/plan-001.md";

    private static string Text(int i, Random random) => (i % 3 == 0 ? "zanzibar " : "kept text ") + i.ToString(CultureInfo.InvariantCulture) + new string('y', random.Next(20, 3000));

    private static byte[] Bytes(Random random, int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static string Bytes(Workspace workspace) => string.Concat(new[] { workspace.AnswersFile, workspace.AnswersFile + "-wal" }.Where(File.Exists).Select(f => Encoding.Latin1.GetString(File.ReadAllBytes(f))));
}

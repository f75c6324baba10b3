using System.Security.Cryptography;
using Assay.Tests.Cli;
using Assay.Workspaces;
using Microsoft.Data.Sqlite;

namespace Assay.Tests.Application.Forgetting;

/// <summary>Documents that were renamed, replaced under their name, or are gone: what is theirs is found, what is another's stays.</summary>
public sealed class ForgetNamesTests : IDisposable
{
    private readonly TestProject project = TestProject.Create(3);

    public void Dispose() => project.Dispose();

    [Fact]
    public async Task An_answer_that_another_document_of_the_same_name_gave_stays()
    {
        string first = Write("docs/a.md", "The zanzibar clause holds.");
        await RunAsync("ingest", project.Root);
        Move("docs/a.md", "docs/b.md");
        await RunAsync("ingest", project.Root);
        string second = Write("docs/a.md", "Another page about porridge.");
        await RunAsync("ingest", project.Root);
        using (AnswerCache cache = AnswerCache.Open(Workspace.Open(project.Root), survivesPowerLoss: false))
        {
            cache.Keep(Key(1), new() { Text = "No." }, [new("docs/a.md", first)]);
            cache.Keep(Key(2), new() { Text = "No." }, [new("docs/a.md", second)]);
            cache.Keep(Key(3), new() { Text = "No." }, [new("docs/a.md")]);
            cache.Keep(Key(4), new() { Text = "No." }, [new("docs/a.md", second)]);
            cache.Know(Key(4), [new("docs/a.md", first)]);
            cache.Keep(Key(5), new() { Text = "No." }, [new("docs/b.md", first)]);
        }

        File.Delete(project.PathOf("docs/a.md"));
        await RunAsync("forget", "docs/b.md", "-p", project.Root);

        using AnswerCache after = AnswerCache.Open(Workspace.Open(project.Root), survivesPowerLoss: false);
        Assert.Equal([Key(2)], Enumerable.Range(1, 5).Select(Key).Where(k => after.Find(k) is not null));
    }

    [Fact]
    public async Task Comparisons_note_the_version_that_answers_were_made_from()
    {
        await RunAsync("compare", project.Root);
        string hash = Hash("docs/plan-002.md");
        Assert.Contains(Query("SELECT DISTINCT document || ' ' || hash FROM answer_documents"), r => r == "docs/plan-002.md " + hash);
        Execute("UPDATE answer_documents SET hash = ''; ALTER TABLE answer_documents DROP COLUMN hash");
        await RunAsync("compare", project.Root);
        Assert.NotEmpty(Query("SELECT hash FROM answer_documents"));
        Assert.NotEqual(0, (await RunAsync("forget", "docs/plan-002.md", "-p", project.Root, "--json")).Json.GetProperty("answersDeleted").GetInt32());
    }

    [Fact]
    public async Task Answers_of_an_Assay_that_noted_no_documents_go_by_their_words_and_by_the_runs()
    {
        await RunAsync("compare", project.Root);
        Execute("DROP TABLE answer_documents; INSERT INTO answers VALUES ('" + Key(1) + "', '{\"text\":\"Porridge.\"}')");
        CommandLine.Result result = await RunAsync("forget", "docs/plan-002.md", "-p", project.Root, "--json");
        Assert.NotEqual(0, result.Json.GetProperty("answersDeleted").GetInt32());
        string[] left = Query("SELECT answer FROM answers");
        Assert.DoesNotContain(left, a => a.Contains("102 seats", StringComparison.Ordinal));
        Assert.Contains(left, a => a.Contains("Porridge", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_only_a_kept_answer_names_is_forgotten()
    {
        await RunAsync("compare", project.Root);
        File.Delete(project.PathOf("docs/plan-002.md"));
        string[] questions = [.. File.ReadLines(project.PathOf("questions.jsonl")).Where(l => !l.Contains("plan-002", StringComparison.Ordinal))];
        File.WriteAllLines(project.PathOf("questions.jsonl"), questions);
        await RunAsync("clean", project.Root, "--all");
        await RunAsync("compare", project.Root);

        CommandLine.Result result = await RunAsync("forget", "docs/plan-002.md", "-p", project.Root, "--json");
        Assert.NotEqual(0, result.Json.GetProperty("answersDeleted").GetInt32());
        Assert.Empty(Query("SELECT key FROM answer_documents WHERE document = 'docs/plan-002.md'"));
    }

    [Fact]
    public async Task A_document_that_was_renamed_and_edited_and_renamed_is_followed()
    {
        Write("docs/one.md", "The zanzibar clause holds.");
        await RunAsync("ingest", project.Root);
        Move("docs/one.md", "docs/two.md");
        await RunAsync("ingest", project.Root);
        Write("docs/two.md", "The zanzibar clause holds no more.");
        await RunAsync("ingest", project.Root);
        Move("docs/two.md", "docs/three.md");
        CommandLine.Result refused = await CommandLine.RunAsync("forget", "docs/one.md", "-p", project.Root);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("'docs/one.md' is called 'docs/three.md' now", refused.Error, StringComparison.Ordinal);

        File.Delete(project.PathOf("docs/three.md"));
        string[] names = [.. (await RunAsync("forget", "docs/one.md", "-p", project.Root, "--json")).Json.GetProperty("names").EnumerateArray().Select(n => n.GetString()!)];
        Assert.Equal(["docs/one.md", "docs/three.md", "docs/two.md"], names);
    }

    [Fact]
    public async Task The_last_document_of_a_name_is_meant_not_one_that_left_it()
    {
        Write("docs/a.md", "The zanzibar clause holds.");
        await RunAsync("ingest", project.Root);
        Move("docs/a.md", "docs/b.md");
        await RunAsync("ingest", project.Root);
        Write("docs/a.md", "Another page about porridge.");
        await RunAsync("ingest", project.Root);
        File.Delete(project.PathOf("docs/a.md"));
        await RunAsync("forget", "docs/a.md", "-p", project.Root);
        Assert.Contains("docs/b.md", (await RunAsync("search", "zanzibar", "-p", project.Root)).Out, StringComparison.Ordinal);
    }

    private string Write(string file, string text)
    {
        project.Write(file, $"# A page\n\n{text}\n");
        return Hash(file);
    }

    private string Hash(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(project.PathOf(file))));

    private void Move(string from, string to) => File.Move(project.PathOf(from), project.PathOf(to));

    private static async Task<CommandLine.Result> RunAsync(params string[] arguments)
    {
        CommandLine.Result result = await CommandLine.RunAsync(arguments);
        Assert.True(result.ExitCode == 0, result.Error);
        return result;
    }

    private static string Key(int i) => ContentHash.Of($"request {i}");

    private void Execute(string sql) => Query(sql);

    private string[] Query(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={project.PathOf(".assay/answers.db")};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Only constants of this file come here.
        command.CommandText = sql;
#pragma warning restore CA2100
        using SqliteDataReader row = command.ExecuteReader();
        var found = new List<string>();
        while (row.Read()) found.Add(row.GetString(0));
        return [.. found];
    }
}

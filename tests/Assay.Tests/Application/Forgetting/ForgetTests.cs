using System.Text;
using System.Text.Json;
using Assay.Forgetting;
using Assay.Tests.Cli;
using Assay.Workspaces;

namespace Assay.Tests.Application.Forgetting;

public sealed class ForgetTests : IDisposable
{
    private readonly TestProject project = TestProject.Create(3, settings: "examples: examples.jsonl");

    public ForgetTests() => project.Write("examples.jsonl",
        """{"messages":[{"role":"user","content":"Hello"}]}""" + "\n" + """{"messages":[{"role":"assistant","content":"Plan 2 has 102 seats. The zanzibar clause of it helps."}]}""" + "\n");

    public void Dispose() => project.Dispose();

    [Fact]
    public async Task A_forgotten_document_leaves_no_word_behind_and_a_receipt_for_every_place()
    {
        project.Write("docs/plan-002.md", "# Plan 2\n\n## Seats\n\nPlan 2 has 102 seats. The zanzibar clause of plan 2 holds for ever and ever.\n");
        Assert.Equal(0, (await CommandLine.RunAsync("compare", project.Root, "--json")).ExitCode);
        File.Copy(project.PathOf(".assay/knowledge.keywords"), project.PathOf(".assay/knowledge.keywords.0f.part"));
        File.Copy(project.PathOf(".assay/knowledge.keywords"), project.PathOf(".assay/knowledge.vectors"));
        project.Write(".assay/prompt.json", """{"version":1,"prompts":[{"instructions":"Say that the zanzibar clause of plan 2 holds for ever and ever."}]}""");
        Assert.True(Holds(project.Workspace, "zanzibar"));

        CommandLine.Result result = await CommandLine.RunAsync("forget", "docs/plan-002.md", "-p", project.Root, "--json");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.False(Holds(project.Workspace, "zanzibar"), "The word is still in the workspace.");
        Assert.False(Holds(project.Workspace, "102 seats"), "An answer is still in the workspace.");
        string[] lines = [.. result.Json.GetProperty("lines").EnumerateArray().Select(l => $"{l.GetProperty("done").GetString()} {l.GetProperty("kind").GetString()} {l.GetProperty("where").GetString()}")];
        Assert.Contains("deleted chunks knowledge.db", lines);
        Assert.Contains("deleted index knowledge.keywords", lines);
        Assert.Contains("deleted index knowledge.vectors", lines);
        Assert.True(File.Exists(project.PathOf(".assay/knowledge.keywords")), "The index is made anew at once.");
        Assert.Contains("deleted run runs/rag.jsonl", lines);
        Assert.Contains("deleted prompt prompt.json", lines);
        Assert.Contains("deleted report report.html", lines);
        Assert.Contains("excluded file docs/plan-002.md", lines);
        Assert.Contains("edit_by_you question questions.jsonl:2", lines);
        Assert.Contains("edit_by_you example examples.jsonl:2", lines);
        Assert.DoesNotContain("edit_by_you example examples.jsonl:1", lines);
        Assert.Contains(lines, l => l.StartsWith("deleted answer answers.db ", StringComparison.Ordinal));
        AssertSealed(Assert.Single(Directory.GetFiles(Path.Combine(project.Workspace, "receipts"))));
    }

    [Fact]
    public async Task A_forgotten_file_is_not_read_again_even_after_clean()
    {
        Assert.Equal(0, (await CommandLine.RunAsync("forget", "docs/plan-001.md", "-p", project.Root)).ExitCode);
        Assert.Equal(0, (await CommandLine.RunAsync("clean", project.Root)).ExitCode);
        CommandLine.Result result = await CommandLine.RunAsync("search", "plan 1 seats", "-p", project.Root);
        Assert.DoesNotContain("docs/plan-001.md", result.Out, StringComparison.Ordinal);
        Assert.Contains("1 file was forgotten and is not read: 'docs/plan-001.md'.", (await CommandLine.RunAsync("ingest", project.Root)).Error, StringComparison.Ordinal);

        File.Delete(project.PathOf(".assay/forgotten.jsonl"));
        Assert.Contains("docs/plan-001.md", (await CommandLine.RunAsync("search", "plan 1 seats", "-p", project.Root)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_cannot_be_understood_stops_reading()
    {
        project.Write(".assay/forgotten.jsonl", "{\"document\":\"docs/plan-001.md\"}\nnonsense\n");
        CommandLine.Result result = await CommandLine.RunAsync("search", "plan 1 seats", "-p", project.Root);
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("forgotten.jsonl(2): expected a line such as", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_that_is_not_there_is_refused_with_the_nearest()
    {
        CommandLine.Result result = await CommandLine.RunAsync("forget", "docs/plan-01.md", "-p", project.Root);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("Did you mean 'docs/plan-001.md'?", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(project.PathOf(".assay/forgotten.jsonl")));
    }

    [Fact]
    public async Task A_document_whose_file_went_first_is_found_by_its_name()
    {
        await ComparedAsync();
        Assert.Equal(0, (await CommandLine.RunAsync("ask", "How many seats has plan 2?", "-p", project.Root)).ExitCode);
        File.Delete(project.PathOf("docs/plan-002.md"));
        Assert.Equal(0, (await CommandLine.RunAsync("ingest", project.Root)).ExitCode);
        Assert.True(Holds(project.Workspace, "zanzibar"));

        CommandLine.Result result = await CommandLine.RunAsync("forget", "docs/plan-002.md", "-p", project.Root, "--json");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.False(Holds(project.Workspace, "zanzibar"), "The word is still in the workspace.");
        Assert.Contains(result.Json.GetProperty("limits").EnumerateArray(), l => l.GetString()!.StartsWith("Its text was not at hand", StringComparison.Ordinal));
        Assert.Contains(result.Json.GetProperty("lines").EnumerateArray(), l => l.GetProperty("kind").GetString() == "trace");
    }

    [Fact]
    public async Task A_document_that_was_renamed_is_forgotten_under_its_new_name()
    {
        await ComparedAsync();
        File.Move(project.PathOf("docs/plan-002.md"), project.PathOf("docs/seats.md"));
        Assert.Equal(0, (await CommandLine.RunAsync("ingest", project.Root)).ExitCode);
        CommandLine.Result old = await CommandLine.RunAsync("forget", "docs/plan-002.md", "-p", project.Root);
        Assert.Equal(2, old.ExitCode);
        Assert.Contains("is called 'docs/seats.md' now", old.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await CommandLine.RunAsync("forget", "docs/seats.md", "-p", project.Root)).ExitCode);
        Assert.False(Holds(project.Workspace, "zanzibar"), "The word is still in the workspace.");
    }

    [Fact]
    public async Task Answers_go_by_what_was_in_their_prompt_and_a_preview_changes_nothing()
    {
        await ComparedAsync();
        Workspace workspace = Workspace.Open(project.Root);
        using (AnswerCache cache = AnswerCache.Open(workspace, survivesPowerLoss: false))
        {
            cache.Keep("held" + new string('0', 60), new() { Text = "I do not know." }, [new("docs/plan-002.md")]);
            cache.Keep("other" + new string('0', 59), new() { Text = "I do not know." }, [new("docs/plan-001.md")]);
            cache.Keep("repeats" + new string('0', 57), new() { Text = "It says: the zanzibar clause of plan 2 holds for ever." }, []);
        }

        CommandLine.Result preview = await CommandLine.RunAsync("forget", "docs/plan-002.md", "-p", project.Root, "--dry-run");
        Assert.True(preview.ExitCode == 0, preview.Error);
        Assert.Contains("would be deleted.", preview.Out, StringComparison.Ordinal);
        Assert.False(File.Exists(workspace.ForgottenFile));
        Assert.True(Holds(project.Workspace, "zanzibar"));

        CommandLine.Result result = await CommandLine.RunAsync("forget", "docs/plan-002.md", "-p", project.Root);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains(preview.Out.Split('\n').Single(l => l.StartsWith("Kept answers", StringComparison.Ordinal)).Replace("would be deleted", "deleted", StringComparison.Ordinal), result.Out, StringComparison.Ordinal);
        using AnswerCache after = AnswerCache.Open(workspace, survivesPowerLoss: false);
        Assert.Null(after.Find("held" + new string('0', 60)));
        Assert.NotNull(after.Find("other" + new string('0', 59)));
        Assert.Null(after.Find("repeats" + new string('0', 57)));
    }

    [Fact]
    public async Task While_something_writes_nothing_is_forgotten_and_what_runs_is_named()
    {
        await ComparedAsync();
        Workspace workspace = Workspace.Open(project.Root);
        using (WorkspaceLock.Share(workspace, "assay compare"))
        {
            using WorkspaceLock second = WorkspaceLock.Share(workspace, "assay ask");
            string message = Assert.Throws<Assay.Text.AssayException>(() => WorkspaceLock.Take(workspace, TimeSpan.Zero)).Message;
            Assert.Contains($"`assay compare`, process {Environment.ProcessId}", message, StringComparison.Ordinal);
            Assert.Contains("`assay ask`", message, StringComparison.Ordinal);
        }

        using (WorkspaceLock.Take(workspace, TimeSpan.Zero))
        {
            Assert.Throws<Assay.Text.AssayException>(() => WorkspaceLock.Share(workspace, "assay ask", TimeSpan.Zero));
        }

        Assert.Equal(0, (await CommandLine.RunAsync("forget", "docs/plan-002.md", "-p", project.Root)).ExitCode);
    }

    [Fact]
    public async Task A_forget_that_failed_half_way_is_finished_by_the_same_command()
    {
        await ComparedAsync();
        string[] again;
        using (var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={project.PathOf(".assay/answers.db")};Pooling=False"))
        {
            other.Open();
            using Microsoft.Data.Sqlite.SqliteCommand read = other.CreateCommand();
            read.CommandText = "BEGIN; SELECT count(*) FROM answers";
            read.ExecuteScalar();
            CommandLine.Result failed = await CommandLine.RunAsync("forget", "docs/plan-002.md", "-p", project.Root);
            Assert.Equal(3, failed.ExitCode);
            Assert.Contains("is being read by another process", failed.Error, StringComparison.Ordinal);
            Assert.False(Directory.Exists(project.PathOf(".assay/receipts")));
            again = Directory.GetFiles(project.PathOf(".assay/forgetting"));
            Assert.DoesNotContain("zanzibar", File.ReadAllText(Assert.Single(again)), StringComparison.OrdinalIgnoreCase);
        }

        CommandLine.Result result = await CommandLine.RunAsync("forget", "docs/plan-002.md", "-p", project.Root, "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.False(Holds(project.Workspace, "zanzibar"), "The word is still in the workspace.");
        Assert.False(File.Exists(again[0]));
        Assert.Contains(result.Json.GetProperty("lines").EnumerateArray(), l => l.GetProperty("kind").GetString() == "chunks");
        AssertSealed(Assert.Single(Directory.GetFiles(Path.Combine(project.Workspace, "receipts"))));
    }

    [Fact]
    public async Task A_run_kept_in_a_folder_below_goes_too()
    {
        await ComparedAsync();
        Directory.CreateDirectory(project.PathOf(".assay/runs/old"));
        File.Copy(project.PathOf(".assay/runs/rag.jsonl"), project.PathOf(".assay/runs/old/rag.jsonl"));
        Assert.Equal(0, (await CommandLine.RunAsync("forget", "docs/plan-002.md", "-p", project.Root)).ExitCode);
        Assert.False(File.Exists(project.PathOf(".assay/runs/old/rag.jsonl")));
    }

    [Fact]
    public async Task A_file_that_names_only_a_longer_name_stays()
    {
        await ComparedAsync();
        string longer = project.PathOf(".assay/runs/longer.jsonl"), ended = project.PathOf(".assay/runs/ended.jsonl");
        File.WriteAllText(longer, "{\"context\":[\"more-docs/plan-002.md\",\"docs/plan-002.mdx\"]}\n");
        File.WriteAllText(ended, "It is said in docs/plan-002.md.\n");
        Assert.Equal(0, (await CommandLine.RunAsync("forget", "docs/plan-002.md", "-p", project.Root)).ExitCode);
        Assert.True(File.Exists(longer));
        Assert.False(File.Exists(ended));
    }

    private async Task ComparedAsync()
    {
        project.Write("docs/plan-002.md", "# Plan 2\n\n## Seats\n\nPlan 2 has 102 seats. The zanzibar clause of plan 2 holds for ever and ever.\n");
        Assert.Equal(0, (await CommandLine.RunAsync("compare", project.Root, "--json")).ExitCode);
    }

    private static void AssertSealed(string file)
    {
        var receipt = JsonSerializer.Deserialize<DeletionReceipt>(File.ReadAllText(file), JsonFormat.Compact)!;
        Assert.Equal(receipt.Hash, receipt.Seal().Hash);
        Assert.NotEqual(receipt.Hash, (receipt with { Document = "docs/other.md" }).Seal().Hash);
        Assert.DoesNotContain("zanzibar", File.ReadAllText(file), StringComparison.Ordinal);
    }

    // In the bytes of any file: what is deleted must be gone from the disk, not only from the tables.
    private static bool Holds(string folder, string word) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Any(f => Encoding.Latin1.GetString(File.ReadAllBytes(f)).Contains(word, StringComparison.OrdinalIgnoreCase));
}

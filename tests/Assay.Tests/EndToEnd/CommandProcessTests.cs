using System.Diagnostics;
using Assay.Tests.Cli;
using Assay.Tests.Models.Providers;

namespace Assay.Tests.EndToEnd;

/// <summary>The command as users start it: fresh projects, odd folders, Ctrl-C, two at once.</summary>
public sealed class CommandProcessTests
{
    private const int MostInterrupted = 12_000;

    [Fact]
    public async Task Init_and_compare_then_again_gives_the_same_bytes()
    {
        using TestProject project = TestProject.Create(name: "Über uns 支持");
        File.Delete(project.PathOf("assay.yaml"));

        AssayProcess.Result made = await AssayProcess.RunInAsync(project.Root, "init");
        AssayProcess.Result first = await AssayProcess.RunInAsync(project.Root, "compare", "--json");
        string results = project.Results();
        byte[] comparison = File.ReadAllBytes(project.ComparisonFile);
        AssayProcess.Result second = await AssayProcess.RunInAsync("/", "compare", project.Root, "--json");

        Assert.Equal((0, 0, 0), (made.ExitCode, first.ExitCode, second.ExitCode));
        Assert.Equal("Über uns 支持", first.Json.GetProperty("project").GetString());
        Assert.Equal(results.Replace("\"command\": \"assay compare\"", "", StringComparison.Ordinal), project.Results().Replace($"\"command\": \"assay compare \\\"{project.Root}\\\"\"", "", StringComparison.Ordinal));
        await AssayProcess.RunInAsync(project.Root, "compare", "--json");
        Assert.Equal(comparison, File.ReadAllBytes(project.ComparisonFile));

        Directory.Delete(project.Workspace, recursive: true);
        await AssayProcess.RunInAsync(project.Root, "compare");
        Assert.Equal(results, project.Results());
    }

    [Fact]
    public async Task Compare_interrupted_keeps_its_answers_and_asks_for_the_rest()
    {
        await using FakeOpenAiServer server = await FakeOpenAiServer.StartAsync();
        bool holding = true;
        FakeReply answer = FakeReplies.Answer("104 seats [1]."), held = exchange => Volatile.Read(ref holding) ? exchange.UntilClientLeavesAsync() : answer(exchange);
        server.Enqueue([.. Enumerable.Repeat(answer, 3), .. Enumerable.Repeat(held, 4)]);
        using TestProject project = TestProject.Create(9, "model: openai:tiny\nprice: { input: 1, output: 2 }");
        Dictionary<string, string> environment = new() { ["OPENAI_API_KEY"] = "test-key-123", ["OPENAI_BASE_URL"] = server.BaseUrl };

        Process process = AssayProcess.Start(environment, "compare", project.Root, "--arms", "rag");
        await server.Held.Task;
        await AssayProcess.InterruptAsync(process);
        AssayProcess.Result interrupted = await AssayProcess.FinishAsync(process);
        int asked = server.Requests.Count;
        Volatile.Write(ref holding, false);
        AssayProcess.Result rest = await AssayProcess.RunAsync(environment, "compare", project.Root, "--arms", "rag", "--json");

        Assert.Equal((130, ""), (interrupted.ExitCode, interrupted.Out));
        Assert.Contains("kept", interrupted.Error, StringComparison.Ordinal);
        Assert.Equal(0, rest.ExitCode);
        Assert.Equal(10, rest.Json.GetProperty("arms")[0].GetProperty("n").GetInt32());
        Assert.InRange(server.Requests.Count - asked, 7, 9);
    }

    [Theory]
    [InlineData(3000)]
    public async Task Ingest_interrupted_says_so_and_keeps_whole_documents(int documents)
    {
        // So many that it is not done before the signal arrives; where it was, it is tried with more.
        using TestProject project = TestProject.Create(documents, sections: 120);
        string file = Path.Combine(project.Workspace, "knowledge.db");

        Process process = AssayProcess.Start([], "ingest", project.Root);
        var limit = Stopwatch.StartNew();
        while (StoredKnowledge.Documents(file) == 0 && limit.Elapsed < TimeSpan.FromMinutes(1)) await Task.Delay(10);
        await AssayProcess.InterruptAsync(process);
        AssayProcess.Result result = await AssayProcess.FinishAsync(process);
        if (result.ExitCode == 0 && documents < MostInterrupted)
        {
            await Ingest_interrupted_says_so_and_keeps_whole_documents(2 * documents);
            return;
        }

        Assert.Equal((130, ""), (result.ExitCode, result.Out));
        Assert.Contains("kept", result.Error, StringComparison.Ordinal);
        StoredKnowledge.AssertWhole(file);
        Assert.InRange(StoredKnowledge.Documents(file), 1, documents - 1);
        AssayProcess.Result rest = await AssayProcess.RunAsync("ingest", project.Root, "--json");
        Assert.Equal(documents, rest.Json.GetProperty("documents").GetInt32());
        Assert.True(rest.Json.GetProperty("unchanged").GetInt32() > 0);
    }

    [Fact]
    public async Task Compare_twice_at_once_both_finish_with_the_same_result()
    {
        using TestProject project = TestProject.Create(20);
        using TestProject alone = TestProject.Create(20);

        AssayProcess.Result[] results = await Task.WhenAll(AssayProcess.RunInAsync(project.Root, "compare", "--json"), AssayProcess.RunInAsync(project.Root, "compare", "--json"));
        AssayProcess.Result undisturbed = await AssayProcess.RunInAsync(alone.Root, "compare", "--json");

        Assert.All(results, r => Assert.True(r.ExitCode == 0, r.Error));
        Assert.Equal(0, undisturbed.ExitCode);
        Assert.Equal(alone.Results().Replace(alone.Root, "", StringComparison.Ordinal), project.Results().Replace(project.Root, "", StringComparison.Ordinal));
        StoredKnowledge.AssertWhole(Path.Combine(project.Workspace, "knowledge.db"));
    }

    [Fact]
    public async Task Unknown_verb_and_missing_project_exit_2_without_a_stack_trace()
    {
        AssayProcess.Result verb = await AssayProcess.RunAsync("compre");
        AssayProcess.Result missing = await AssayProcess.RunInAsync(Path.GetTempPath(), "compare", "no-such-project-here");

        Assert.Equal((2, 2), (verb.ExitCode, missing.ExitCode));
        Assert.Contains("no-such-project-here/assay.yaml", missing.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", verb.Error + missing.Error, StringComparison.Ordinal);
    }
}

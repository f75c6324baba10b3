using System.Text.Json;
using Assay.Tests.Cli;
using Assay.Tests.Models.Providers;

namespace Assay.Tests.Application.Prompting;

/// <summary>A project that is asked with the best prompt.</summary>
public sealed class BestPromptTests : IAsyncDisposable
{
    private FakeOpenAiServer server = null!;
    private PromptProject project = null!;

    public async ValueTask DisposeAsync()
    {
        project.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Compare_uses_it_says_so_and_shows_no_example_that_holds_a_question_of_the_evaluation()
    {
        await FoundAsync();
        CommandLine.Result own = await CommandLine.RunAsync("compare", project.Root, "--arms", "prompt", "--json");
        Assert.Equal(0, own.Json.GetProperty("prompts").GetArrayLength());
        int before = server.Requests.Count;
        project.Settings(PromptProject.Model(server) + "prompt: best");

        CommandLine.Result best = await CommandLine.RunAsync("compare", project.Root, "--arms", "prompt", "--json");

        Assert.True(best.ExitCode == 0, best.Error);
        FakeRequest[] asked = [.. server.Requests.Skip(before)];
        Assert.Equal(10, asked.Length);
        Assert.All(asked, r => Assert.Contains(PromptProject.Messages(r.Body), m => m.Role == "assistant"));
        Assert.All(asked, r => Assert.DoesNotContain("given-away", r.Body.ToJsonString(), StringComparison.Ordinal));
        Assert.NotEqual(own.Json.GetProperty("inputs").GetString(), best.Json.GetProperty("inputs").GetString());
        Assert.True(Score(own) < 0.1 && Score(best) > 0.9, $"{Score(own)} {Score(best)}");
        string line = Assert.Single(best.Json.GetProperty("prompts").EnumerateArray()).GetString()!;
        Assert.StartsWith("prompt: own instructions, 2 nearest examples (found by `assay eval prompts`", line, StringComparison.Ordinal);
        Assert.Contains("own instructions, 2 nearest examples", project.Read(".assay/report.html"), StringComparison.Ordinal);
        Assert.DoesNotContain(Warnings(best), w => w.Contains("stale", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Examples_or_instructions_that_changed_make_it_stale()
    {
        await FoundAsync();
        project.Settings(PromptProject.Model(server) + "prompt: best\ninstructions: Answer.");
        project.Write("examples.jsonl", project.Read("examples.jsonl") + PromptProject.Line("One more?", "zno"));

        CommandLine.Result compared = await CommandLine.RunAsync("compare", project.Root, "--arms", "prompt,rag", "--json");
        CommandLine.Result asked = await CommandLine.RunAsync("ask", "-p", project.Root, "How many seats does plan 1 have?");
        CommandLine.Result evaluated = await CommandLine.RunAsync("eval", project.Root, "--arms", "prompt", "--json");

        const string stale = "The best prompt of prompt is stale: the examples and the instructions in assay.yaml changed";
        Assert.Contains(Warnings(compared), w => w.StartsWith(stale, StringComparison.Ordinal));
        Assert.Contains(compared.Json.GetProperty("prompts").EnumerateArray(), p => p.GetString() == "rag: the project's own prompt, for none was looked for with --arms rag");
        Assert.Equal(0, asked.ExitCode);
        Assert.Contains("warning: rag: the project's own prompt, for none was looked for with --arms rag", asked.Error, StringComparison.Ordinal);
        Assert.Contains(Warnings(evaluated), w => w.StartsWith(stale, StringComparison.Ordinal));
        Assert.Equal(evaluated.Out, (await CommandLine.RunAsync("eval", project.Root, "--replay", "latest", "--json")).Out);
    }

    [Fact]
    public async Task Ask_and_chat_begin_with_it()
    {
        await FoundAsync();
        Assert.Equal(0, (await CommandLine.RunAsync("eval", "prompts", project.Root, "--arms", "rag", "--proposals", "0", "--shots", "2")).ExitCode);
        project.Settings(PromptProject.Model(server) + "prompt: best");

        CommandLine.Result said = await CommandLine.RunAsync("chat", "-p", project.Root, PromptProject.Question(501));
        CommandLine.Result bare = await CommandLine.RunAsync("chat", "-p", project.Root, "--system", "Be brief.", PromptProject.Question(501));
        CommandLine.Result asked = await CommandLine.RunAsync("ask", "-p", project.Root, PromptProject.Question(502));

        Assert.Equal((PromptProject.Word(PromptProject.Families[1]) + "\n", "perhaps\n", ""), (said.Out.ReplaceLineEndings("\n"), bare.Out.ReplaceLineEndings("\n"), said.Error));
        Assert.True(asked.ExitCode == 0 && asked.Error.Length == 0, asked.Error);
        Assert.StartsWith(PromptProject.Word(PromptProject.Families[2]), asked.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_must_have_been_found_and_be_sound()
    {
        await FoundAsync();
        project.Settings(PromptProject.Model(server) + "prompt: best");
        File.WriteAllText(project.PromptFile, "{\"version\":1,\"prompts\":[null]}");
        CommandLine.Result damaged = await CommandLine.RunAsync("compare", project.Root, "--arms", "prompt");
        File.Delete(project.PromptFile);
        CommandLine.Result missing = await CommandLine.RunAsync("compare", project.Root, "--arms", "prompt");
        project.Settings("prompt: best");
        CommandLine.Result extractive = await CommandLine.RunAsync("compare", project.Root);

        Assert.NotEqual(0, damaged.ExitCode);
        Assert.Contains("is damaged", damaged.Error, StringComparison.Ordinal);
        Assert.Equal((2, 2), (missing.ExitCode, extractive.ExitCode));
        Assert.Contains("Run `assay eval prompts` first", missing.Error, StringComparison.Ordinal);
        Assert.Contains("'prompt: best' needs a model that takes a prompt", extractive.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sweep_tries_it_beside_the_own_prompt()
    {
        await FoundAsync();

        CommandLine.Result result = await CommandLine.RunAsync("eval", "sweep", project.Root, "--arm", "prompt", "--vary", "prompt=own,best", "--json");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal("prompt=best", result.Json.GetProperty("choice").GetString());
        Assert.Contains(Warnings(result), w => w.StartsWith("prompt=best: prompt: own instructions, 2 nearest examples", StringComparison.Ordinal));
    }

    /// <summary>Finds a prompt for a project whose questions ask for the words of families; one example holds a question of the evaluation.</summary>
    private async Task FoundAsync()
    {
        server = await FakeOpenAiServer.StartAsync(null);
        server.Respond(PromptProject.Copy);
        project = PromptProject.Create(server);
        project.Write("questions.jsonl", string.Concat(Enumerable.Range(500, 10).Select(i => JsonSerializer.Serialize(new { id = $"q{i}", question = PromptProject.Question(i), answers = new[] { PromptProject.Word(PromptProject.Families[i % 10]) } }) + "\n")));
        project.Write("examples.jsonl", PromptProject.Line(PromptProject.Question(503), $"given-away {PromptProject.Word(PromptProject.Families[3])}") + project.Read("examples.jsonl"));
        CommandLine.Result found = await project.SearchAsync("--proposals", "0", "--shots", "0,2", "--json");
        Assert.True(found.ExitCode == 0, found.Error);
        Assert.Contains(Warnings(found), w => w.StartsWith("1 examples hold questions of the evaluation", StringComparison.Ordinal));
        Assert.All(server.Requests, r => Assert.DoesNotContain("given-away", r.Body.ToJsonString(), StringComparison.Ordinal));
    }

    private static double Score(CommandLine.Result result) => result.Json.GetProperty("arms")[0].GetProperty("score").GetDouble();

    private static string[] Warnings(CommandLine.Result result) => [.. result.Json.GetProperty("warnings").EnumerateArray().Select(w => w.GetString()!)];
}

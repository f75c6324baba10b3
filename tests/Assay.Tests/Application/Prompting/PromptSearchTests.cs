using System.Text.Json;
using Assay.Tests.Cli;
using Assay.Tests.Models.Providers;

namespace Assay.Tests.Application.Prompting;

public sealed class PromptSearchTests
{
    [Fact]
    public async Task Search_takes_the_examples_that_help_confirms_them_and_asks_nothing_twice()
    {
        await using FakeOpenAiServer server = await FakeOpenAiServer.StartAsync(null);
        server.Respond(PromptProject.Copy);
        using PromptProject project = PromptProject.Create(server);

        CommandLine.Result first = await project.SearchAsync("--proposals", "0", "--shots", "0,2,4", "--json");
        Assert.True(first.ExitCode == 0, first.Error);
        int asked = server.Requests.Count;
        string kept = File.ReadAllText(project.PromptFile);
        CommandLine.Result second = await project.SearchAsync("--proposals", "0", "--shots", "0,2,4", "--json");

        JsonElement arm = first.Json.GetProperty("arms")[0], best = arm.GetProperty("best");
        Assert.Equal("nearest", best.GetProperty("choice").GetString());
        Assert.InRange(best.GetProperty("shots").GetInt32(), 2, 4);
        Assert.Equal(0, best.GetProperty("proof").GetProperty("own").GetDouble());
        Assert.True(best.GetProperty("proof").GetProperty("score").GetDouble() > 0.9);
        Assert.Equal((33, 33, 44), (arm.GetProperty("selection").GetInt32(), arm.GetProperty("heldOut").GetInt32(), arm.GetProperty("pool").GetInt32()));
        Assert.Contains(arm.GetProperty("candidates").EnumerateArray(), c => c.GetProperty("leftIn").ValueKind == JsonValueKind.Number && c.GetProperty("asked").GetInt32() == 24);
        Assert.Equal((asked, first.Out, kept), (server.Requests.Count, second.Out, File.ReadAllText(project.PromptFile)));
    }

    [Fact]
    public async Task Search_takes_the_proposal_that_helps_and_shows_no_question_of_the_evaluation()
    {
        await using FakeOpenAiServer server = await FakeOpenAiServer.StartAsync(null);
        server.Respond(body => PromptProject.IsProposal(body) ? """Gladly: {"instructions":["Be brief.","Say the word of the family.","Be polite."]}"""
            : PromptProject.Messages(body) is var said && said[0].Text.StartsWith("Say the word of the family.", StringComparison.Ordinal) ? PromptProject.Word(PromptProject.FamilyOf(said[^1].Text) ?? "none") : "perhaps");
        using PromptProject project = PromptProject.Create(server);

        CommandLine.Result result = await project.SearchAsync("--proposals", "3", "--shots", "0", "--json");

        Assert.True(result.ExitCode == 0, result.Error);
        JsonElement best = result.Json.GetProperty("arms")[0].GetProperty("best");
        Assert.Equal("Say the word of the family.", best.GetProperty("instructions").GetString());
        Assert.Equal(1, best.GetProperty("proof").GetProperty("difference").GetDouble());
        Assert.Equal(0, result.Json.GetProperty("warnings").GetArrayLength());
        Assert.All(server.Requests, r => Assert.DoesNotContain("seats does plan", r.Body.ToJsonString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Search_keeps_the_own_prompt_when_held_out_examples_show_the_other_to_be_worse()
    {
        await using FakeOpenAiServer server = await FakeOpenAiServer.StartAsync(null);
        var chosenOn = new HashSet<string>(StringComparer.Ordinal);
        bool proposed = false;
        server.Respond(body =>
        {
            lock (chosenOn)
            {
                proposed |= PromptProject.IsProposal(body);
                if (PromptProject.IsProposal(body)) return "[]";
                (string Role, string Text)[] said = PromptProject.Messages(body);
                if (!proposed) chosenOn.Add(said[^1].Text);
                bool shows = said.Any(m => m.Role == "assistant");
                return shows == chosenOn.Contains(said[^1].Text) ? PromptProject.Word(PromptProject.FamilyOf(said[^1].Text)!) : "perhaps";
            }
        });
        using PromptProject project = PromptProject.Create(server);

        CommandLine.Result result = await project.SearchAsync("--proposals", "1", "--shots", "0,2", "--json");

        Assert.True(result.ExitCode == 0, result.Error);
        JsonElement arm = result.Json.GetProperty("arms")[0], best = arm.GetProperty("best");
        Assert.Contains("2 ", arm.GetProperty("led").GetString(), StringComparison.Ordinal);
        Assert.Equal((0, true), (best.GetProperty("shots").GetInt32(), best.GetProperty("isOwn").GetBoolean()));
        Assert.Equal(-1, best.GetProperty("proof").GetProperty("difference").GetDouble());
    }

    [Fact]
    public async Task Search_leaves_the_instructions_where_a_proposal_gains_nothing()
    {
        await using FakeOpenAiServer server = await FakeOpenAiServer.StartAsync(null);
        server.Respond(body => PromptProject.IsProposal(body) ? """["Hm."]""" : PromptProject.Copy(body));
        using PromptProject project = PromptProject.Create(server, examples: 70);

        CommandLine.Result result = await project.SearchAsync("--proposals", "1", "--shots", "2", "--json");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal("own instructions, 2 nearest examples", result.Json.GetProperty("arms")[0].GetProperty("led").GetString());
        JsonElement proposed = Assert.Single(result.Json.GetProperty("arms")[0].GetProperty("candidates").EnumerateArray(), c => c.GetProperty("instructions").GetString() == "Hm.");
        Assert.Equal("proposal 1, 2 nearest examples", proposed.GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("Certainly! Here you go.")]
    [InlineData("""{"instructions":"none"}""")]
    [InlineData("""{"instructions":[1,null,"","  "]}""")]
    [InlineData("{\"instructions\":[\"\\ud800\"]}")]
    [InlineData("[[[[")]
    public async Task Search_gives_up_on_nonsense_proposals_and_says_so(string reply)
    {
        await using FakeOpenAiServer server = await FakeOpenAiServer.StartAsync(null);
        server.Respond(body => PromptProject.IsProposal(body) ? reply : PromptProject.Copy(body));
        using PromptProject project = PromptProject.Create(server, examples: 70);

        CommandLine.Result result = await project.SearchAsync("--proposals", "2", "--shots", "0,2", "--json");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(3, server.Requests.Count(r => PromptProject.IsProposal(r.Body)));
        Assert.Contains(result.Json.GetProperty("warnings").EnumerateArray(), w => w.GetString()!.Contains("gave 0 in 3 replies", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Search_that_was_stopped_goes_on_where_it_was()
    {
        await using FakeOpenAiServer server = await FakeOpenAiServer.StartAsync(null);
        server.Respond(PromptProject.Copy);
        using PromptProject whole = PromptProject.Create(server, examples: 70), stopped = PromptProject.Create(server, examples: 70);
        await whole.SearchAsync("--proposals", "0", "--shots", "0,2");
        int asked = server.Requests.Count;
        server.Enqueue([.. Enumerable.Repeat(FakeReplies.Answer("perhaps"), 15), FakeReplies.Error(401)]);

        CommandLine.Result first = await stopped.SearchAsync("--proposals", "0", "--shots", "0,2");
        CommandLine.Result second = await stopped.SearchAsync("--proposals", "0", "--shots", "0,2");

        Assert.Equal((3, 0), (first.ExitCode, second.ExitCode));
        Assert.Equal(File.ReadAllText(whole.PromptFile), File.ReadAllText(stopped.PromptFile));
        Assert.InRange(server.Requests.Count - asked, asked, asked + 5);
    }

    [Fact]
    public async Task Search_that_would_cost_too_much_asks_nothing()
    {
        await using FakeOpenAiServer server = await FakeOpenAiServer.StartAsync(null);
        using PromptProject project = PromptProject.Create(server);

        CommandLine.Result result = await project.SearchAsync("--max-cost", "0.001");

        Assert.Equal((2, 0), (result.ExitCode, server.Requests.Count));
        Assert.Contains("more than the 0.001 USD that --max-cost leaves", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_with_too_few_examples_says_how_many_are_needed()
    {
        await using FakeOpenAiServer server = await FakeOpenAiServer.StartAsync(null);
        using PromptProject project = PromptProject.Create(server, examples: 30);
        CommandLine.Result few = await project.SearchAsync();
        Assert.Equal((2, 0), (few.ExitCode, server.Requests.Count));
        Assert.Contains("30 of 30 examples can be used", few.Error, StringComparison.Ordinal);
        Assert.Contains("67 are needed", few.Error, StringComparison.Ordinal);

        project.Write("examples.jsonl", string.Concat(Enumerable.Range(0, 80).Select(i => PromptProject.Line(PromptProject.Question(i), "yes").Replace("{\"messages\"", "{\"group\":\"one\",\"messages\"", StringComparison.Ordinal))));
        CommandLine.Result grouped = await project.SearchAsync();
        Assert.Equal(2, grouped.ExitCode);
        Assert.Contains("must stay together", grouped.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("The extractive reader takes no prompt")]
    [InlineData("--shots must be numbers", "--shots", "2,x")]
    [InlineData("--shots must be numbers of 0 to 32", "--shots", "2,99")]
    [InlineData("--proposals must be 0 to 50", "--proposals", "51")]
    [InlineData("--seed must be 0 or more", "--seed", "-1")]
    [InlineData("not in oracle", "--arms", "oracle")]
    public async Task Search_refuses_what_cannot_be(string message, params string[] arguments)
    {
        await using FakeOpenAiServer server = await FakeOpenAiServer.StartAsync(null);
        using PromptProject project = PromptProject.Create(server);
        if (arguments.Length == 0) project.Settings("model: extractive");

        CommandLine.Result result = await CommandLine.RunAsync(["eval", "prompts", project.Root, .. arguments]);

        Assert.Equal((2, 0), (result.ExitCode, server.Requests.Count));
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_for_rag_shows_examples_beside_the_passages()
    {
        await using FakeOpenAiServer server = await FakeOpenAiServer.StartAsync(null);
        server.Respond(PromptProject.Copy);
        using PromptProject project = PromptProject.Create(server, examples: 70);

        CommandLine.Result result = await CommandLine.RunAsync("eval", "prompts", project.Root, "--arms", "rag", "--proposals", "0", "--shots", "4");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("prompt: best", result.Out, StringComparison.Ordinal);
        Assert.All(server.Requests, r => Assert.Equal(2, PromptProject.Messages(r.Body).Length));
        Assert.Contains(server.Requests, r => PromptProject.Messages(r.Body) is [var system, var user] && system.Text.Contains("\nAnswer: z", StringComparison.Ordinal) && user.Text.StartsWith("Passages:", StringComparison.Ordinal));
    }
}

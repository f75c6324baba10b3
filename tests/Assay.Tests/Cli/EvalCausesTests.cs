using System.Text.Json;
using Assay.Tests.Models.Providers;

namespace Assay.Tests.Cli;

/// <summary><c>assay eval causes</c> and <c>assay eval ceiling</c> from the command line, against a model server.</summary>
public sealed class EvalCausesTests
{
    private const string Settings = "retrieval: { passages: 1 }\narms: [prompt, rag, oracle]";

    [Fact]
    public async Task Causes_are_told_with_what_to_do_and_nothing_is_asked_twice()
    {
        await using FakeOpenAiServer server = await Server();
        using TestProject project = Project(server);

        CommandLine.Result first = await CommandLine.RunAsync("eval", "causes", project.Root, "--json");
        int asked = server.Requests.Count;
        CommandLine.Result again = await CommandLine.RunAsync("eval", "causes", project.Root, "--json");
        CommandLine.Result text = await CommandLine.RunAsync("eval", "causes", project.Root);

        Assert.True(first.ExitCode == 0, first.Error);
        Assert.Equal(asked, server.Requests.Count);
        Assert.Equal(Stable(first), Stable(again));
        JsonElement[] rows = [.. File.ReadLines(project.PathOf(".assay/runs/causes-rag.jsonl")).Select(l => JsonDocument.Parse(l).RootElement)];
        Assert.Equal(["q1:retrieval", "q2:refusal", "none:refusal"], rows.Select(r => $"{r.GetProperty("question")}:{string.Join('+', r.GetProperty("causes").EnumerateArray())}"));
        Assert.Equal((6, 3), (first.Json.GetProperty("questions").GetInt32(), first.Json.GetProperty("failed").GetInt32()));
        Assert.Contains("refusal", text.Out, StringComparison.Ordinal);
        Assert.Contains("what to do next", text.Out, StringComparison.Ordinal);
        Assert.True(File.Exists(project.PathOf(".assay/runs/causes-rag.json")));
    }

    [Fact]
    public async Task Ceiling_tells_retrieval_from_the_rest()
    {
        await using FakeOpenAiServer server = await Server();
        using TestProject project = Project(server);

        CommandLine.Result result = await CommandLine.RunAsync("eval", "ceiling", project.Root, "--json");
        CommandLine.Result text = await CommandLine.RunAsync("eval", "ceiling", project.Root);

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(["prompt", "rag", "oracle"], result.Json.GetProperty("arms").EnumerateArray().Select(a => a.GetProperty("arm").GetString()));
        JsonElement retrieval = result.Json.GetProperty("gaps").EnumerateArray().Single(g => g.GetProperty("name").GetString() == "retrieval");
        Assert.Equal(1 / 6.0, retrieval.GetProperty("gain").GetDouble(), 9);
        Assert.Contains("behaviour, oracle to all right", text.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("causes", "--repeats", "0")]
    [InlineData("causes", "--budget-questions", "0")]
    [InlineData("causes", "--arm", "rag,prompt")]
    [InlineData("causes", "--arm", "nothing")]
    [InlineData("ceiling", "--max-cost", "much")]
    public async Task Bad_input_is_refused_in_a_sentence(string verb, string option, string value)
    {
        using TestProject project = TestProject.Create();

        CommandLine.Result result = await CommandLine.RunAsync("eval", verb, project.Root, option, value);

        Assert.Equal(2, result.ExitCode);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    // Plan 1 is asked for in words that lead elsewhere, plan 2 is declined, and what no page answers is answered.
    private static async Task<FakeOpenAiServer> Server()
    {
        FakeOpenAiServer server = await FakeOpenAiServer.StartAsync(null);
        server.RespondTo(prompt =>
        {
            string question = prompt[(prompt.LastIndexOf("Question: ", StringComparison.Ordinal) + 1)..];
            if (question.Contains("gift cards", StringComparison.Ordinal)) return "They expire after a year.";
            for (int i = 1; i <= 5; i++)
            {
                bool isAsked = question.Contains($"plan {i}", StringComparison.Ordinal) || (i == 1 && question.Contains("smallest", StringComparison.Ordinal));
                if (isAsked && i != 2 && prompt.Contains($"Plan {i} has", StringComparison.Ordinal)) return $"It has {100 + i} seats.";
            }

            return "The documents do not answer this question.";
        });
        return server;
    }

    private static TestProject Project(FakeOpenAiServer server)
    {
        TestProject project = TestProject.Create(5, $"model: {server.Url}/v1#tiny\nprice: {{ input: 0, output: 0 }}\n{Settings}");
        string questions = File.ReadAllText(project.PathOf("questions.jsonl"));
        project.Write("questions.jsonl", questions.Replace("How many seats does plan 1 have?", "What does the smallest offer include, storage invoices?", StringComparison.Ordinal));
        project.Write("docs/offers.md", "# Offers\n\nThe smallest offer includes no storage and no invoices, says the list of offers.\n");
        return project;
    }

    private static string Stable(CommandLine.Result result) => result.Json.GetProperty("causes").GetRawText() + result.Json.GetProperty("switches").GetRawText();
}

using System.Text.Json;
using Assay.Tests.Cli;
using Assay.Tests.Models.Providers;

namespace Assay.Tests.EndToEnd;

/// <summary><c>assay compare</c> against model servers on loopback ports: what is asked, what is counted, what a failure becomes.</summary>
public sealed class ProviderComparisonTests
{
    private const string Key = "test-key-123";

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    [InlineData("url")]
    public async Task Compare_every_answer_is_scored_counted_and_asked_for_once(string kind)
    {
        await using FakeModelServer server = kind == "anthropic" ? await FakeAnthropicServer.StartAsync() : await FakeOpenAiServer.StartAsync(kind == "url" ? null : Key);
        server.RespondTo(question => question.Contains("[1]", StringComparison.Ordinal) ? "It has 102 seats [1]." : "The documents do not answer this question.");
        string model = kind == "url" ? $"{server.Url}/v1#tiny" : $"{kind}:tiny";
        using TestProject project = TestProject.Create(4, $"model: {model}\nprice: {{ input: 500, output: 1000, contextWindow: 100000 }}");

        CommandLine.Result first = await CompareAsync(project, server);
        int asked = server.Requests.Count;
        Assert.True(first.ExitCode == 0, first.Error);
        string results = project.Results();
        CommandLine.Result second = await CompareAsync(project, server);
        Directory.Delete(Path.Combine(project.Workspace, "stages"), recursive: true);
        CommandLine.Result third = await CompareAsync(project, server);

        Assert.Equal((0, 0, 0), (first.ExitCode, second.ExitCode, third.ExitCode));
        Assert.Equal(asked, server.Requests.Count);
        Assert.Equal(first.Out, second.Out);
        Assert.Equal(results, project.Results());
        Assert.All(first.Json.GetProperty("arms").EnumerateArray(), arm => Assert.Equal(5, arm.GetProperty("n").GetInt32()));
        Assert.Equal(0.2, first.Json.GetProperty("arms")[0].GetProperty("score").GetDouble(), 6);
        JsonElement[] rows = project.Rows("rag");
        Assert.All(rows, row => Assert.Equal(((500m * Number(row, "inputTokens")) + (1000m * Number(row, "outputTokens"))) / 1_000_000, row.GetProperty("costUsd").GetDecimal()));
        Assert.All(rows, row => Assert.False(row.GetProperty("tokensEstimated").GetBoolean()));
        int[] served = [.. server.Requests.Select(r => r.Body["messages"]!.ToJsonString().Split(' ').Length)];
        Assert.All(rows, row => Assert.Contains((int)Number(row, "inputTokens"), served));
        Assert.Equal(rows.Average(r => r.GetProperty("costUsd").GetDecimal()), first.Json.GetProperty("arms")[1].GetProperty("costPerQuestion").GetDecimal());
    }

    [Fact]
    public async Task Compare_rate_limit_then_answers_is_not_a_failure()
    {
        await using FakeOpenAiServer server = await FakeOpenAiServer.StartAsync();
        server.Enqueue(FakeReplies.RateLimited("1"), FakeReplies.RateLimited("0"), FakeReplies.Raw("text/event-stream", "data: {not json\n\n"));
        using TestProject project = OpenAi();

        CommandLine.Result result = await CompareAsync(project, server, "--arms", "rag");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(5 + 3, server.Requests.Count);
        Assert.Equal(5, Arm(result).GetProperty("n").GetInt32());
    }

    [Fact]
    public async Task Compare_server_that_is_down_gives_up_early_and_goes_on_later()
    {
        await using FakeOpenAiServer down = await FakeOpenAiServer.StartAsync(), up = await FakeOpenAiServer.StartAsync();
        down.Enqueue([.. Enumerable.Repeat(FakeReplies.Error(500), 200)]);
        using TestProject project = OpenAi(pages: 30);

        CommandLine.Result failed = await CompareAsync(project, down);
        int attempts = down.Requests.Count;
        CommandLine.Result later = await CompareAsync(project, up, "--arms", "rag");

        Assert.Equal((3, ""), (failed.ExitCode, failed.Out));
        Assert.Contains("answered 500", failed.Error, StringComparison.Ordinal);
        Assert.InRange(attempts, 5 * 5, 8 * 5);
        Assert.True(File.Exists(Path.Combine(project.Workspace, "knowledge.db")));
        Assert.Equal((0, 31), (later.ExitCode, up.Requests.Count));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public async Task Compare_failed_questions_are_typed_and_asked_again(int failing)
    {
        await using FakeOpenAiServer server = await FakeOpenAiServer.StartAsync();
        FakeReply refusal = FakeReplies.Error(400, "This question is not for me.");
        server.Enqueue([FakeReplies.Answer("104 seats [1]."), .. Enumerable.Repeat(refusal, failing)]);
        using TestProject project = OpenAi(pages: 11);

        CommandLine.Result first = await CompareAsync(project, server, "--arms", "rag");
        int asked = server.Requests.Count;
        server.Enqueue([.. Enumerable.Repeat(refusal, failing)]);
        CommandLine.Result second = await CompareAsync(project, server, "--arms", "rag");
        CommandLine.Result third = await CompareAsync(project, server, "--arms", "rag");

        Assert.Equal((0, 0, 0), (first.ExitCode, second.ExitCode, third.ExitCode));
        Assert.Equal(failing, Arm(first).GetProperty("outcomes").GetProperty("provider_failed").GetInt32());
        Assert.Equal(12 - failing, Arm(first).GetProperty("n").GetInt32());
        Assert.Contains(first.Json.GetProperty("warnings").EnumerateArray(), w => w.GetString() == $"rag: {failing} of 12 answers are missing; run again to ask only for those.");
        Assert.Equal(failing, Arm(second).GetProperty("outcomes").GetProperty("provider_failed").GetInt32());
        Assert.Equal((12, 12 + (2 * failing)), (asked, server.Requests.Count));
        Assert.Equal(12, Arm(third).GetProperty("n").GetInt32());
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task Compare_wrong_key_costs_one_request_and_is_never_shown(string kind)
    {
        await using FakeModelServer server = kind == "anthropic" ? await FakeAnthropicServer.StartAsync("another") : await FakeOpenAiServer.StartAsync("another");
        using TestProject project = TestProject.Create(4, $"model: {kind}:tiny\nprice: {{ input: 1, output: 2 }}");

        CommandLine.Result result = await CompareAsync(project, server);

        Assert.Equal((3, ""), (result.ExitCode, result.Out));
        Assert.Single(server.Requests);
        Assert.Contains($"check {kind.ToUpperInvariant()}_API_KEY", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, result.Error, StringComparison.Ordinal);
        Assert.All(Directory.GetFiles(project.Workspace, "*", SearchOption.AllDirectories), f => Assert.DoesNotContain(Key, File.ReadAllText(f), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("endless", "provider_failed")]
    [InlineData("page", "provider_failed")]
    [InlineData("garbage", "provider_failed")]
    [InlineData("cut", "provider_failed")]
    [InlineData("silent", "timed_out")]
    [InlineData("long", "over_context")]
    [InlineData("blank", "invalid")]
    public async Task Compare_answer_that_is_none_has_a_typed_outcome(string behaviour, string outcome)
    {
        await using FakeOpenAiServer server = await FakeOpenAiServer.StartAsync();
        FakeReply reply = behaviour switch
        {
            "endless" => FakeReplies.Endless(),
            "page" => FakeReplies.Raw("text/html", "<html>Sign in</html>"),
            "garbage" => FakeReplies.Raw("text/event-stream", "data: {not json\n\n"),
            "cut" => FakeReplies.CutAfter("half an"),
            "silent" => FakeReplies.SilentAfter("Well"),
            "long" => FakeReplies.Error(400, "This model's maximum context length is 10 tokens.", code: "context_length_exceeded"),
            _ => FakeReplies.Answer(" "),
        };
        using TestProject project = OpenAi(pages: 1);
        await CompareAsync(project, server, "--arms", "rag");
        project.Write("questions.jsonl", "{\"id\":\"new\",\"question\":\"Which seats are new?\",\"answers\":[\"none\"]}\n");
        server.Enqueue([.. Enumerable.Repeat(reply, 5)]);

        CommandLine.Result result = await CompareAsync(project, server, "--arms", "rag");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(1, Arm(result).GetProperty("outcomes").GetProperty(outcome).GetInt32());
    }

    [Fact]
    public async Task Compare_expected_cost_above_the_limit_spends_nothing()
    {
        await using FakeOpenAiServer server = await FakeOpenAiServer.StartAsync();
        using TestProject project = TestProject.Create(4, "model: openai:gpt-4o");

        CommandLine.Result result = await CompareAsync(project, server, "--max-cost", "0.0001");

        Assert.Equal((2, ""), (result.ExitCode, result.Out));
        Assert.Contains("Nothing was spent on answers. Allow it with --max-cost", result.Error, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Compare_without_a_key_names_the_variable()
    {
        using TestProject project = OpenAi();

        CommandLine.Result result = await CommandLine.RunAsync("compare", project.Root);

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("OPENAI_API_KEY is not set", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_shows_the_answer_with_its_citations()
    {
        await using FakeOpenAiServer server = await FakeOpenAiServer.StartAsync();
        server.Respond(_ => "Plan 2 has 102 seats [1], surely [99].");
        using TestProject project = OpenAi();

        CommandLine.Result text = await CommandLine.RunAsync(Environment(server), "ask", "How many seats does plan 2 have?", "-p", project.Root);
        CommandLine.Result json = await CommandLine.RunAsync(Environment(server), "ask", "How many seats does plan 2 have?", "-p", project.Root, "--json");

        Assert.StartsWith("Plan 2 has 102 seats [1], surely [99].", text.Out, StringComparison.Ordinal);
        Assert.Contains("[99] does not resolve", text.Out, StringComparison.Ordinal);
        Assert.Equal([true, false], json.Json.GetProperty("citations").EnumerateArray().Select(c => c.GetProperty("resolves").GetBoolean()));
    }

    private static TestProject OpenAi(int pages = 4) => TestProject.Create(pages, "model: openai:tiny\nprice: { input: 1, output: 2, contextWindow: 100000 }");

    private static Task<CommandLine.Result> CompareAsync(TestProject project, FakeModelServer server, params string[] options) =>
        CommandLine.RunAsync(Environment(server), ["compare", project.Root, "--json", .. options]);

    private static Dictionary<string, string> Environment(FakeModelServer server) => new()
    {
        ["OPENAI_API_KEY"] = Key,
        ["OPENAI_BASE_URL"] = $"{server.Url}/v1",
        ["ANTHROPIC_API_KEY"] = Key,
        ["ANTHROPIC_BASE_URL"] = server.Url,
    };

    private static JsonElement Arm(CommandLine.Result result) => Assert.Single(result.Json.GetProperty("arms").EnumerateArray());

    private static long Number(JsonElement row, string name) => row.GetProperty(name).GetInt64();
}

using System.Text.Json;
using System.Text.RegularExpressions;
using Assay.Tests.Cli;
using Assay.Tests.Models.Providers;

namespace Assay.Tests.EndToEnd;

/// <summary><c>assay eval --judge</c> with judges on loopback ports that are honest, down, slow, lying or talk nonsense.</summary>
public sealed partial class JudgeServerTests : IAsyncLifetime
{
    private readonly TestProject _project = TestProject.Create();
    private FakeOpenAiServer _judge = null!;

    public async Task InitializeAsync() => _judge = await FakeOpenAiServer.StartAsync(null);

    public async Task DisposeAsync()
    {
        await _judge.DisposeAsync();
        _project.Dispose();
    }

    [Fact]
    public async Task Honest_judge_is_asked_once_and_replayed_without()
    {
        _judge.RespondTo(Honest);
        CommandLine.Result first = await RunAsync("--gate", "faithfulness>=0.9,context_recall>=0.1");
        int asked = _judge.Requests.Count;
        CommandLine.Result again = await RunAsync("--gate", "faithfulness>=0.9,context_recall>=0.1");

        Assert.True(first.ExitCode == 0, first.Error + first.Out);
        Assert.Equal(asked, _judge.Requests.Count);
        Assert.Equal(first.Out.Replace("\"e1\"", "\"e2\"", StringComparison.Ordinal).Replace("--replay e1", "--replay e2", StringComparison.Ordinal), again.Out);
        File.Delete(Path.Combine(_project.Workspace, "answers.db"));
        Assert.Equal(first.Out, (await CommandLine.RunAsync("eval", _project.Root, "--json", "--replay", "e1")).Out);
        Assert.Equal(asked, _judge.Requests.Count);
    }

    [Fact]
    public async Task Every_request_fences_what_is_judged_and_asks_for_json()
    {
        _judge.RespondTo(Honest);
        await RunAsync();
        Assert.All(_judge.Requests, r => Assert.Equal("json_schema", r.Body["response_format"]!["type"]!.GetValue<string>()));
        Assert.All(_judge.Requests, r => Assert.Matches("=====[0-9a-f]{8}=====", r.Question));
    }

    [Fact]
    public async Task Server_that_knows_no_schemas_judges_without()
    {
        await using FakeOpenAiServer old = await FakeOpenAiServer.StartAsync(null);
        old.Enqueue(FakeReplies.Error(400, "response_format is not supported", "invalid_request_error"));
        old.RespondTo(Honest);
        CommandLine.Result result = await CommandLine.RunAsync("eval", _project.Root, "--json", "--judge", $"{old.Url}/v1#judge", "--judge-measures", "faithfulness", "--gate", "faithfulness>=0.9");

        Assert.True(result.ExitCode == 0, result.Error + result.Out);
        Assert.All(old.Requests.Skip(1), r => Assert.Null(r.Body["response_format"]));
    }

    [Theory]
    [InlineData("down")]
    [InlineData("html")]
    [InlineData("half")]
    [InlineData("numbers")]
    [InlineData("refuses")]
    [InlineData("true")]
    [InlineData("false")]
    [InlineData("unknown")]
    [InlineData("empty")]
    public async Task Bad_judge_makes_its_measures_missing_and_the_gate_red(string kind)
    {
        Misbehave(kind);
        CommandLine.Result result = await RunAsync("--gate", "faithfulness>=0");

        Assert.Equal(1, result.ExitCode);
        AssertMissing(result);
        Assert.NotEmpty(result.Json.GetProperty("judging").GetProperty("warnings").EnumerateArray());
    }

    [Theory]
    [InlineData("down")]
    [InlineData("half")]
    [InlineData("numbers")]
    [InlineData("refuses")]
    public async Task Judge_that_breaks_after_its_planted_items_is_missing_too_and_resumed_without_paying_twice(string kind)
    {
        _judge.RespondTo(Honest);
        await RunAsync("--judge-measures", "context_recall");
                // Four answers with claims, three attempts each, in two runs.
        Misbehave(kind, errors: 4 * 3 * 2);
        CommandLine.Result broken = await RunAsync("--gate", "faithfulness>=0", "--judge-measures", "faithfulness");
        int asked = _judge.Requests.Count;
        CommandLine.Result resumed = await RunAsync("--gate", "faithfulness>=0", "--judge-measures", "faithfulness");

        Assert.Equal((1, 1), (broken.ExitCode, resumed.ExitCode));
        AssertMissing(broken);

        // Replies that were paid for are kept although they are of no use; a server that is down gave none, and is asked again.
        Assert.Equal(kind == "down", _judge.Requests.Count > asked);
        if (kind == "down")
        {
            _judge.RespondTo(Honest);
            CommandLine.Result up = await RunAsync("--gate", "faithfulness>=0", "--judge-measures", "faithfulness");
            Assert.True(up.ExitCode == 0, up.Out + up.Error);
        }
    }

    [Fact]
    public async Task Slow_judge_is_given_up()
    {
        _judge.Enqueue([.. Enumerable.Repeat(FakeReplies.Hang(), 400)]);
        CommandLine.Result result = await RunAsync("--gate", "faithfulness>=0");

        Assert.Equal(1, result.ExitCode);
        AssertMissing(result);
        Assert.InRange(_judge.Requests.Count, 1, 40);
    }

    [Fact]
    public async Task Contradictory_repeats_are_shown()
    {
        var asked = new System.Collections.Concurrent.ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        _judge.RespondTo(q => IsControl(q) ? Honest(q) : Replies(q, asked.AddOrUpdate(q, 1, (_, n) => n + 1) % 2 == 0 ? "true" : "false"));
        CommandLine.Result result = await RunAsync("--judge-measures", "faithfulness", "--judge-repeats", "2");

        JsonElement trust = result.Json.GetProperty("judging").GetProperty("measures")[0];
        Assert.True(trust.GetProperty("changed").GetDouble() > 0);
        Assert.True(trust.GetProperty("spread").GetDouble() > 0.3);
    }

    [Theory]
    [InlineData("seats", 1, 0)]
    [InlineData("place", 0.5, 1)]
    public async Task Preference_is_asked_in_both_orders_and_the_place_decides_nothing(string likes, double preferred, double byPlace)
    {
        _judge.RespondTo(q => !q.Contains("The first answer:", StringComparison.Ordinal) ? Honest(q) : $"{{\"better\":\"{(likes == "place" || q.Split("The second answer:")[0].Split("The first answer:")[1].Contains("seats", StringComparison.Ordinal) ? "first" : "second")}\"}}");
        CommandLine.Result result = await RunAsync("--judge-measures", "preference", "--arms", "prompt,rag");

        Assert.True(result.ExitCode == 0, result.Error);
        JsonElement rag = result.Json.GetProperty("arms").EnumerateArray().Single(a => a.GetProperty("arm").GetString() == "rag").GetProperty("measures").GetProperty("preference");
        JsonElement prompt = result.Json.GetProperty("arms").EnumerateArray().Single(a => a.GetProperty("arm").GetString() == "prompt").GetProperty("measures").GetProperty("preference");
        Assert.Equal(5, rag.GetProperty("n").GetInt32());
        Assert.Equal(((4 * preferred) + 0.5) / 5, rag.GetProperty("mean").GetDouble(), 12);
        Assert.Equal(1, rag.GetProperty("mean").GetDouble() + prompt.GetProperty("mean").GetDouble(), 12);
        Assert.Equal(byPlace * 4 / 5, result.Json.GetProperty("judging").GetProperty("measures")[0].GetProperty("byPlace").GetDouble(), 12);
    }

    [Fact]
    public async Task Cost_is_limited_before_the_first_call()
    {
        using TestProject project = TestProject.Create(settings: $"model: {_judge.Url}/v1#tiny\nprice: {{ input: 50000, output: 100000, contextWindow: 100000 }}");
        string answers = project.Write("answers.jsonl", "{\"id\":\"q1\",\"answer\":\"101 seats\"}\n");
        string[] run = ["eval", project.Root, "--json", "--predictions", answers, "--judge", $"{_judge.Url}/v1#tiny", "--judge-measures", "answer_correctness"];

        CommandLine.Result refused = await CommandLine.RunAsync([.. run, "--max-cost", "0.5"]);

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("Judging the answers is expected to cost", refused.Error, StringComparison.Ordinal);
        Assert.Empty(_judge.Requests);
        _judge.RespondTo(Honest);
        CommandLine.Result allowed = await CommandLine.RunAsync([.. run, "--max-cost", "10000"]);
        Assert.True(allowed.ExitCode == 0, allowed.Error);
        Assert.True(allowed.Json.GetProperty("judging").GetProperty("judge").GetProperty("costUsd").GetDecimal() > 0);
    }

    private static void AssertMissing(CommandLine.Result result)
    {
        JsonElement faithfulness = result.Json.GetProperty("arms")[0].GetProperty("measures").GetProperty("faithfulness");
        Assert.Equal(0, faithfulness.GetProperty("n").GetInt32());
        Assert.True(faithfulness.GetProperty("missing").GetInt32() >= 4);
        Assert.DoesNotContain("NaN", result.Out, StringComparison.Ordinal);
    }

    // A judge that knows: a claim is supported when all its words stand in what comes before the claims.
    private static string Honest(string question)
    {
        string[] parts = question.Split("The claims:");
        string evidence = parts[0];
        return Reply(parts[1], claim => evidence.Contains(claim.TrimEnd('.'), StringComparison.OrdinalIgnoreCase) || claim == "The warranty covers parts and labour." ? "true" : "false");
    }

    private static bool IsControl(string question) => question.Contains("warranty", StringComparison.Ordinal) || question.Contains("The question:\n=====", StringComparison.Ordinal) && Regex.IsMatch(question, "The question:\n=====[0-9a-f]+=====\n\n=====");

    private static string Replies(string question, string verdict) => Reply(question.Split("The claims:")[1], _ => verdict);

    private static string Reply(string claims, Func<string, string> verdict) => $"{{{string.Join(',', ClaimLine().Matches(claims).Select(m => $"\"claim_{m.Groups[1].Value}\":\"{verdict(m.Groups[2].Value)}\""))}}}";

    private void Misbehave(string kind, int errors = 60)
    {
        if (kind == "down") _judge.Enqueue([.. Enumerable.Repeat(FakeReplies.Error(500), errors)]);
        else if (kind == "html") _judge.Enqueue([.. Enumerable.Repeat(FakeReplies.Raw("text/html", "<html><body>Welcome</body></html>"), 400)]);
        else _judge.RespondTo(q => kind switch
        {
            "half" => "{\"claim_1\": \"tr",
            "numbers" => "{\"claim_1\": 1.7}",
            "refuses" => "I'm sorry, but I can't judge that.",
            "empty" => " ",
            _ => Replies(q, kind),
        });
    }

    private Task<CommandLine.Result> RunAsync(params string[] more) =>
        CommandLine.RunAsync(["eval", _project.Root, "--json", "--judge", $"{_judge.Url}/v1#judge", .. more.Contains("--judge-measures") ? [] : (string[])["--judge-measures", "faithfulness,context_recall"], .. more]);

    [GeneratedRegex("^claim_([0-9]+): (.*)$", RegexOptions.Multiline)]
    private static partial Regex ClaimLine();
}

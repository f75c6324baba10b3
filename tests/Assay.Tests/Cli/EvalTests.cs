using System.Text.Json;
using Assay.Evaluating;
using Assay.Text;

namespace Assay.Tests.Cli;

/// <summary><c>assay eval</c> from the command line.</summary>
public sealed class EvalTests : IDisposable
{
    private readonly TestProject _project = TestProject.Create();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Measures_say_how_every_question_counts()
    {
        JsonElement arm = (await RunAsync()).Json.GetProperty("arms")[0];

        Assert.Equal("rag", arm.GetProperty("arm").GetString());
        Assert.All(arm.GetProperty("measures").EnumerateObject(), m => Assert.Equal(5, Count(m.Value, "n") + Count(m.Value, "missing") + Count(m.Value, "notApplicable")));
        Assert.Equal((1, 4), (Count(arm.GetProperty("measures").GetProperty("abstain"), "n"), Count(arm.GetProperty("measures").GetProperty("abstain"), "notApplicable")));
        Assert.Equal(5, arm.GetProperty("outcomes").EnumerateObject().Sum(o => o.Value.GetInt32()));
    }

    [Fact]
    public async Task Replay_gives_the_same_bytes_without_documents_questions_or_answers()
    {
        CommandLine.Result first = await RunAsync("--gate", "score>=0.2");
        Directory.Delete(_project.PathOf("docs"), recursive: true);
        File.Delete(_project.PathOf("questions.jsonl"));
        File.WriteAllText(_project.PathOf("assay.yaml"), "modle: [");
        File.Delete(Path.Combine(_project.Workspace, "answers.db"));

        CommandLine.Result again = await RunAsync("--replay", "latest");

        Assert.Equal(first.Out, again.Out);
        Assert.Equal("", again.Error);
        Assert.Equal(first.Out, File.ReadAllText(Path.Combine(_project.Workspace, "evaluations", "e1", "evaluation.json")));
    }

    [Theory]
    [InlineData("score>=0.2", 0)]
    [InlineData("score>=1.1", 1)]
    [InlineData("nothing>=0", 1)]
    [InlineData("behaviour>=0", 1)]
    [InlineData("latency_p99<=1000000ms", 1)]
    [InlineData("score>=0 vs e7", 1)]
    [InlineData("score>=0 vs rag", 1)]
    [InlineData("contract>=0", 1)]
    [InlineData("latency_p95<=1000000ms", 0)]
    [InlineData("cost<=0", 0)]
    public async Task Gate_fails_closed(string gate, int exitCode)
    {
        CommandLine.Result result = await RunAsync("--gate", gate, "--junit", _project.PathOf("gates.xml"), "--markdown", _project.PathOf("gates.md"));

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal(exitCode == 0, result.Json.GetProperty("passed").GetBoolean());
        var junit = System.Xml.Linq.XDocument.Load(_project.PathOf("gates.xml"));
        Assert.Equal(exitCode, junit.Descendants("failure").Count());
        Assert.Equal(exitCode == 0, !File.ReadAllText(_project.PathOf("gates.md")).Contains("FAIL", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("rag.jsonl")]
    [InlineData("questions.jsonl")]
    [InlineData("passages.jsonl")]
    public async Task Evaluation_that_lost_something_is_no_evidence(string name)
    {
        await RunAsync();
        string file = Path.Combine(_project.Workspace, "evaluations", "e1", name);
        File.WriteAllLines(file, File.ReadAllLines(file).SkipLast(1));

        CommandLine.Result result = await RunAsync("--replay", "e1", "--gate", "score>=0");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(name, result.Error, StringComparison.Ordinal);
        File.Delete(file);
        Assert.Equal(2, (await RunAsync("--replay", "e1")).ExitCode);
    }

    [Fact]
    public async Task Gate_that_cannot_be_read_names_its_place()
    {
        CommandLine.Result result = await RunAsync("--gate", "score>=0.2,f1=>3");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--gate, character", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predictions_of_another_system_are_measured_and_none_is_left_out()
    {
        string file = _project.Write("answers.jsonl", "{\"id\":\"q1\",\"answer\":\"101 seats\"}\n{\"id\":\"q2\",\"answer\":\"7 seats\"}\n{\"id\":\"q3\",\"answer\":\" \"}\n{\"id\":\"none\",\"answer\":\"I do not know.\"}\n");

        CommandLine.Result result = await RunAsync("--predictions", file, "--csv", _project.PathOf("answers.csv"));

        JsonElement exact = result.Json.GetProperty("arms")[0].GetProperty("measures").GetProperty("exact_match");
        Assert.Equal((3, 1, 1), (Count(exact, "n"), Count(exact, "missing"), Count(exact, "notApplicable")));
        Assert.Equal(1 / 3.0, exact.GetProperty("mean").GetDouble(), 12);
        Assert.Equal((0.25, 0.5), (exact.GetProperty("worst").GetProperty("low").GetDouble(), exact.GetProperty("worst").GetProperty("high").GetDouble()));
        Assert.Equal(1, result.Json.GetProperty("arms")[0].GetProperty("measures").GetProperty("abstain").GetProperty("mean").GetDouble());
        string[] rows = File.ReadAllLines(_project.PathOf("answers.csv"));
        Assert.Equal(6, rows.Length);
        Assert.Contains("provider_failed", rows.Single(r => r.Contains(",q4,", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("missing", rows.Single(r => r.Contains(",q4,", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"id\":\"other\",\"answer\":\"x\"}\n")]
    public async Task Predictions_to_other_questions_are_refused(string content)
    {
        CommandLine.Result result = await RunAsync("--predictions", _project.Write("answers.jsonl", content));

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("None of these answers", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_project.Workspace, "evaluations")));
    }

    [Fact]
    public async Task Baseline_is_compared_question_by_question()
    {
        string better = _project.Write("better.jsonl", string.Concat(Enumerable.Range(1, 4).Select(i => $"{{\"id\":\"q{i}\",\"answer\":\"{100 + i} seats\"}}\n")) + "{\"id\":\"none\",\"answer\":\"I do not know.\"}\n");
        string worse = _project.Write("worse.jsonl", string.Concat(Enumerable.Range(1, 4).Select(i => $"{{\"id\":\"q{i}\",\"answer\":\"none at all\"}}\n")) + "{\"id\":\"none\",\"answer\":\"I do not know.\"}\n");
        await RunAsync("--predictions", better);

        CommandLine.Result result = await RunAsync("--predictions", worse, "--baseline", "e1", "--gate", "exact_match>=-0.02 vs baseline");

        Assert.Equal(1, result.ExitCode);
        JsonElement difference = result.Json.GetProperty("differences").EnumerateArray().Single(d => d.GetProperty("measure").GetString() == "exact_match");
        Assert.Equal(-1, difference.GetProperty("difference").GetDouble());
        Assert.Equal("e1", difference.GetProperty("against").GetString());
    }

    [Fact]
    public async Task Every_measure_can_be_asked_for_and_replayed()
    {
        CommandLine.Result result = await RunAsync("--measures", string.Join(',', EvaluationOptions.MeasuresToAskFor.Where(m => m != "style")), "--gate", "rougeL>=0.1");

        JsonElement measures = result.Json.GetProperty("arms")[0].GetProperty("measures");
        Assert.All(EvaluationOptions.MeasuresToAskFor.Where(m => m != "style"), m => Assert.Equal(5, Count(measures.GetProperty(m), "n") + Count(measures.GetProperty(m), "missing") + Count(measures.GetProperty(m), "notApplicable")));
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(result.Out, (await RunAsync("--replay", "latest")).Out);
        Assert.Contains("rougeL", (await RunAsync("--measures", "rougeK")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repeats_are_averaged_within_questions()
    {
        JsonElement arm = (await RunAsync("--repeats", "3")).Json.GetProperty("arms")[0], score = arm.GetProperty("measures").GetProperty("score");

        // Whoever takes sentences from passages says the same three times, and here it is right five times.
        Assert.Equal((0, 0), (score.GetProperty("varianceWithin").GetDouble(), score.GetProperty("varianceBetween").GetDouble()));
        Assert.Equal(JsonValueKind.Null, score.GetProperty("shareOfRepeats").ValueKind);
        Assert.Equal(JsonValueKind.Null, (await RunAsync()).Json.GetProperty("arms")[0].GetProperty("measures").GetProperty("score").GetProperty("varianceWithin").ValueKind);

        Assert.Equal(5, Count(arm.GetProperty("measures").GetProperty("score"), "n"));
        Assert.Equal(15, arm.GetProperty("outcomes").EnumerateObject().Sum(o => o.Value.GetInt32()));
    }

    [Fact]
    public async Task Stops_early_when_arms_are_told_apart_and_asks_all_when_not()
    {
        using TestProject many = TestProject.Create(pages: 60);

        JsonElement stopped = (await CommandLine.RunAsync("eval", many.Root, "--json", "--arms", "prompt,rag", "--stop-early")).Json;
        JsonElement equal = (await CommandLine.RunAsync("eval", many.Root, "--json", "--arms", "rag,oracle", "--stop-early")).Json;

        Assert.InRange(stopped.GetProperty("questions").GetInt32(), 12, 48);
        Assert.Contains("were not asked", stopped.GetProperty("warnings")[0].GetString(), StringComparison.Ordinal);
        Assert.All(stopped.GetProperty("arms").EnumerateArray(), a => Assert.Equal(stopped.GetProperty("questions").GetInt32(), a.GetProperty("outcomes").EnumerateObject().Sum(o => o.Value.GetInt32())));
        Assert.Equal(61, equal.GetProperty("questions").GetInt32());
        Assert.Equal(2, (await RunAsync("--arms", "rag", "--stop-early")).ExitCode);
    }

    [Fact]
    public async Task Distractors_are_a_run_of_its_own_with_wrong_passages_among_the_right_ones()
    {
        JsonElement result = (await RunAsync("--arms", "rag,prompt", "--distractors", "2", "--gate", "score>=-1 vs rag")).Json;

        Assert.Equal(["rag", "rag+distractors", "prompt"], result.GetProperty("arms").EnumerateArray().Select(a => a.GetProperty("arm").GetString()));
        Assert.Contains(result.GetProperty("differences").EnumerateArray(), d => d.GetProperty("arm").GetString() == "rag+distractors" && d.GetProperty("against").GetString() == "rag" && d.GetProperty("measure").GetString() == "score");
        string folder = Path.Combine(_project.Workspace, "evaluations", "e1");
        JsonElement[] plain = [.. File.ReadLines(Path.Combine(folder, "rag.jsonl")).Select(l => JsonDocument.Parse(l).RootElement)], mixed = [.. File.ReadLines(Path.Combine(folder, "rag+distractors.jsonl")).Select(l => JsonDocument.Parse(l).RootElement)];
        Assert.All(plain.Zip(mixed), p => Assert.InRange(p.Second.GetProperty("context").GetArrayLength(), p.First.GetProperty("context").GetArrayLength(), p.First.GetProperty("context").GetArrayLength() + 2));
        Assert.Equal(2, (await RunAsync("--distractors", "0")).ExitCode);
    }

    [Fact]
    public async Task Style_is_learned_from_the_examples_and_replayed()
    {
        for (int i = 1; i <= 25; i++) _project.Write($"docs/more-{i}.md", $"# Note {i}\n\nThe number of seats in plan {i + 40} is stated below; it may be changed by an administrator of the account ({i}).\n");
        _project.Write("examples.jsonl", string.Concat(Enumerable.Range(1, 40).Select(i => $$$"""{"messages":[{"role":"user","content":"How many seats does plan {{{i}}} have?"},{"role":"assistant","content":"Hey there! You've got {{{100 + i}}} seats in that one, and you're welcome to ask us for more anytime!"}]}""" + "\n")));
        _project.Write("assay.yaml", "name: plans\nexamples: examples.jsonl\n");
        string friendly = _project.Write("friendly.jsonl", string.Concat(Enumerable.Range(1, 4).Select(i => $"{{\"id\":\"q{i}\",\"answer\":\"Hey! You've got {100 + i} seats in that one, and you're welcome to ask us anytime!\"}}\n")));
        string dry = _project.Write("dry.jsonl", string.Concat(Enumerable.Range(1, 4).Select(i => $"{{\"id\":\"q{i}\",\"answer\":\"The number of seats in plan {i} is stated below; it may be changed by an administrator.\"}}\n")));

        CommandLine.Result first = await RunAsync("--predictions", friendly, "--measures", "style"), second = await RunAsync("--predictions", dry, "--measures", "style");

        Assert.InRange(Style(first), 0.8, 1);
        Assert.InRange(Style(second), 0, 0.2);
        File.Delete(_project.PathOf("examples.jsonl"));
        _project.Write("assay.yaml", "name: plans\n");
        Assert.Equal(second.Out, (await RunAsync("--replay", "e2")).Out);
        Assert.Equal(2, (await RunAsync("--measures", "style")).ExitCode);

        static double Style(CommandLine.Result result) => result.Json.GetProperty("arms")[0].GetProperty("measures").GetProperty("style").GetProperty("mean").GetDouble();
    }

    [Fact]
    public async Task Forgotten_document_takes_the_evaluations_with_it()
    {
        await RunAsync();
        File.Delete(_project.PathOf("docs/plan-001.md"));

        CommandLine.Result result = await CommandLine.RunAsync("forget", "docs/plan-001.md", "--project", _project.Root);

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.DoesNotContain(Directory.EnumerateFiles(_project.Workspace, "*", SearchOption.AllDirectories).Where(f => f.EndsWith(".jsonl", StringComparison.Ordinal)), f => File.ReadAllText(f).Contains("Plan 1 has 101 seats", StringComparison.Ordinal));
        Assert.Equal(2, (await RunAsync("--replay", "e1")).ExitCode);
    }

    [Theory]
    [InlineData("--replay", "e9")]
    [InlineData("--replay", "../x")]
    [InlineData("--baseline", "latest")]
    [InlineData("--repeats", "0")]
    [InlineData("--repeats", "abc")]
    [InlineData("--repeats", "99999999999")]
    [InlineData("--distractors", "x")]
    [InlineData("--judge-repeats", "-1")]
    [InlineData("--predictions", "nowhere.jsonl")]
    [InlineData("--junit", "x.xml")]
    public async Task Bad_input_is_refused_in_a_sentence(string option, string value)
    {
        CommandLine.Result result = await RunAsync(option, value);

        Assert.Equal(2, result.ExitCode);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damaged_evaluation_is_refused_by_name()
    {
        await RunAsync();
        File.WriteAllText(Path.Combine(_project.Workspace, "evaluations", "e1", "rag.jsonl"), "{\"question\":");

        CommandLine.Result result = await RunAsync("--replay", "e1");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("cannot be read", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gate_is_a_test()
    {
        EvaluationResult passed = await ProjectGate.CheckAsync(_project.Root, "score>=0.2");
        Assert.True(passed.Passed);
        GateFailedException failed = await Assert.ThrowsAsync<GateFailedException>(() => ProjectGate.CheckAsync(_project.Root, "score>=1.5,score>=0"));
        Assert.Contains("FAIL", failed.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InputException>(() => ProjectGate.CheckAsync(_project.Root, "score"));
    }

    private static int Count(JsonElement measure, string name) => measure.GetProperty(name).GetInt32();

    private Task<CommandLine.Result> RunAsync(params string[] more) => CommandLine.RunAsync(["eval", _project.Root, "--json", .. more]);
}

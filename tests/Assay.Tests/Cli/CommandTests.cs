using System.Text.Json;

namespace Assay.Tests.Cli;

/// <summary>Every verb: its result as text and as JSON, and what it says to input it cannot use.</summary>
public sealed class CommandTests
{
    [Fact]
    public async Task Init_then_compare_works_at_once()
    {
        using var folder = new TemporaryFolder();
        string root = Path.Combine(folder.Path, "shop");

        CommandLine.Result made = await CommandLine.RunAsync("init", root, "--json");
        CommandLine.Result compared = await CommandLine.RunAsync("compare", root, "--json");

        Assert.Equal((0, ""), (made.ExitCode, made.Error));
        Assert.Equal((root, 1, 3), (made.Json.GetProperty("project").GetString(), made.Json.GetProperty("documents").GetInt32(), made.Json.GetProperty("questions").GetInt32()));
        Assert.Equal(0, compared.ExitCode);
        Assert.Equal("shop", compared.Json.GetProperty("project").GetString());
        Assert.Contains("already", (await CommandLine.RunAsync("init", root)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_from_squad_and_text_output()
    {
        using var folder = new TemporaryFolder();
        string squad = folder.Write("s.json", """{"version":"1","data":[{"title":"T","paragraphs":[{"context":"Rain fell on Monday.","qas":[{"id":"1","question":"When did rain fall?","answers":[{"text":"Monday","answer_start":13}]}]}]}]}""");

        CommandLine.Result result = await CommandLine.RunAsync("init", "-p", Path.Combine(folder.Path, "new"), "--name", "Wetter", "--from", "squad", squad);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("1 documents, 1 questions", result.Out, StringComparison.Ordinal);
        Assert.Contains("name: Wetter", File.ReadAllText(Path.Combine(folder.Path, "new", "assay.yaml")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ingest_text_and_json_agree()
    {
        using TestProject project = TestProject.Create();

        CommandLine.Result first = await CommandLine.RunAsync("ingest", project.Root, "--json");
        CommandLine.Result second = await CommandLine.RunAsync("ingest", "--project", project.Root);

        Assert.Equal(0, first.ExitCode);
        Assert.Equal((4, 4, 0), (Number(first.Json, "documents"), Number(first.Json, "added"), Number(first.Json, "unchanged")));
        Assert.Contains("4 documents", second.Out, StringComparison.Ordinal);
        Assert.Contains("0 added, 0 updated, 0 moved, 0 deleted, 4 unchanged, 0 not read", second.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_shows_passages_best_first()
    {
        using TestProject project = TestProject.Create();

        CommandLine.Result json = await CommandLine.RunAsync("search", "seats of plan 3", "-p", project.Root, "-k", "2", "--json");
        CommandLine.Result text = await CommandLine.RunAsync("search", "seats of plan 3", "-p", project.Root);
        CommandLine.Result nothing = await CommandLine.RunAsync("search", "zeppelin", "-p", project.Root);

        JsonElement[] passages = [.. json.Json.GetProperty("passages").EnumerateArray()];
        Assert.Equal(2, passages.Length);
        Assert.Equal("docs/plan-003.md", passages[0].GetProperty("document").GetString());
        Assert.True(passages[0].GetProperty("score").GetDouble() >= passages[1].GetProperty("score").GetDouble());
        Assert.StartsWith(" 1. docs/plan-003.md#", text.Out, StringComparison.Ordinal);
        Assert.Equal("Nothing found." + Environment.NewLine, nothing.Out);
    }

    [Fact]
    public async Task Ask_cites_document_heading_and_characters()
    {
        using TestProject project = TestProject.Create();

        CommandLine.Result json = await CommandLine.RunAsync("ask", "How many seats does plan 2 have?", "--project", project.Root, "--json");
        CommandLine.Result text = await CommandLine.RunAsync("ask", "How many seats does plan 2 have?", "--project", project.Root);

        Assert.Contains("102 seats", json.Json.GetProperty("answer").GetString(), StringComparison.Ordinal);
        JsonElement citation = Assert.Single(json.Json.GetProperty("citations").EnumerateArray());
        Assert.True(citation.GetProperty("resolves").GetBoolean());
        Assert.Equal(("docs/plan-002.md", "plan-2"), (citation.GetProperty("document").GetString(), citation.GetProperty("slug").GetString()));
        JsonElement span = citation.GetProperty("span");
        string page = File.ReadAllText(project.PathOf("docs/plan-002.md"));
        Assert.Contains("102 seats", page[span.GetProperty("start").GetInt32()..span.GetProperty("end").GetInt32()], StringComparison.Ordinal);
        Assert.Contains("docs/plan-002.md#plan-2", text.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eval_retrieval_prints_metrics_and_a_run_file()
    {
        using TestProject project = TestProject.Create();

        CommandLine.Result json = await CommandLine.RunAsync("eval", "retrieval", project.Root, "--json");
        CommandLine.Result text = await CommandLine.RunAsync("eval", "retrieval", project.Root, "--workspace", project.PathOf("elsewhere"));

        Assert.Equal(1, json.Json.GetProperty("metrics").GetProperty("ndcg@10").GetDouble());
        string run = json.Json.GetProperty("run").GetString()!;
        Assert.True(File.Exists(run));
        Assert.Contains("1 of 5 questions name no relevant document", json.Error, StringComparison.Ordinal);
        Assert.Contains("ndcg@10", text.Out, StringComparison.Ordinal);
        Assert.True(File.Exists(project.PathOf("elsewhere/runs/retrieval.trec")));
    }

    [Fact]
    public async Task Score_ranking_and_answers_use_the_names_of_other_tools()
    {
        using var folder = new TemporaryFolder();
        string qrels = folder.Write("q", "q1 0 d1 1\n"), run = folder.Write("r", "q1 Q0 d1 1 1.0 x\n");
        string questions = folder.Write("questions.jsonl", "{\"id\":\"a\",\"question\":\"?\",\"answers\":[\"five days\"]}\n{\"id\":\"b\",\"question\":\"?\",\"answers\":[\"x\"]}\n");
        string predictions = folder.Write("p.json", "{\"a\":\"five days\"}");

        CommandLine.Result ranking = await CommandLine.RunAsync("score", "ranking", "--qrels", qrels, "--run", run, "--per-topic", "--json");
        CommandLine.Result rankingText = await CommandLine.RunAsync("score", "ranking", "--qrels", qrels, "--run", run, "-q");
        CommandLine.Result answers = await CommandLine.RunAsync("score", "answers", "--questions", questions, "--predictions", predictions, "--json");
        CommandLine.Result answersText = await CommandLine.RunAsync("score", "answers", "--questions", questions, "--predictions", predictions);

        Assert.Equal(1, ranking.Json.GetProperty("measures").GetProperty("ndcg_cut_10").GetDouble());
        Assert.Equal(1, ranking.Json.GetProperty("topics").GetProperty("q1").GetProperty("map").GetDouble());
        Assert.Contains("\tq1\t1.0000", rankingText.Out, StringComparison.Ordinal);
        Assert.Equal((1, 1), (Number(answers.Json, "n"), Number(answers.Json, "missing")));
        Assert.Equal(1, answers.Json.GetProperty("measures").GetProperty("exact_match").GetDouble());
        Assert.Contains("exact_match", answersText.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_json_has_the_shape_that_other_tools_rely_on()
    {
        using TestProject project = TestProject.Create();

        CommandLine.Result result = await CommandLine.RunAsync("compare", project.Root, "--json");

        Assert.Equal(0, result.ExitCode);
        JsonElement json = result.Json;
        Assert.Equal(["prompt", "rag", "oracle", "long-context"], json.GetProperty("arms").EnumerateArray().Select(a => a.GetProperty("arm").GetString()));
        foreach (JsonElement arm in json.GetProperty("arms").EnumerateArray())
        {
            string[] expected = ["arm", "n", "score", "low", "high", "measures", "outcomes", "latencyMs", "tokens", "costPerQuestion"];
            Assert.Empty(expected.Except(arm.EnumerateObject().Select(p => p.Name)));
            Assert.Equal(5, arm.GetProperty("outcomes").EnumerateObject().Sum(o => o.Value.GetInt32()));
            Assert.True(arm.GetProperty("latencyMs").TryGetProperty("p50", out _) && arm.GetProperty("latencyMs").TryGetProperty("p95", out _));
        }

        Assert.Equal(6, json.GetProperty("comparisons").GetArrayLength());
        Assert.True(json.GetProperty("retrieval").TryGetProperty("ndcg@10", out _) && json.GetProperty("retrieval").TryGetProperty("recall@8", out _));
        Assert.True(json.GetProperty("verdict").TryGetProperty("ship", out _) && json.GetProperty("verdict").TryGetProperty("why", out _));
        Assert.True(File.Exists(json.GetProperty("report").GetString()));
        Assert.Equal(result.Out, File.ReadAllText(project.ComparisonFile));
    }

    [Fact]
    public async Task Compare_text_ends_with_verdict_and_report()
    {
        using TestProject project = TestProject.Create();

        CommandLine.Result result = await CommandLine.RunAsync("compare", "--project", project.Root, "--arms", "rag,prompt,rag");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("VERDICT", result.Out, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(project.Workspace, "report.html"), result.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("oracle", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clean_removes_what_is_rebuilt_and_keeps_the_rest()
    {
        using TestProject project = TestProject.Create();
        await CommandLine.RunAsync("compare", project.Root);
        string before = project.Results();

        CommandLine.Result cleaned = await CommandLine.RunAsync("clean", project.Root, "--json");

        Assert.True(cleaned.Json.GetProperty("freedBytes").GetInt64() > 0);
        Assert.False(File.Exists(Path.Combine(project.Workspace, "knowledge.db")));
        Assert.Equal(before, project.Results());
        Assert.Equal("Freed 0.0 MB." + Environment.NewLine, (await CommandLine.RunAsync("clean", "-p", project.Root)).Out);
        Assert.Equal(0, (await CommandLine.RunAsync("compare", project.Root)).ExitCode);
        Assert.Equal(before, project.Results());
    }

    [Fact]
    public async Task No_verb_prints_help() => Assert.Contains("assay init", (await CommandLine.RunAsync()).Out, StringComparison.Ordinal);

    [Theory]
    [InlineData("'compre'", "compre")]
    [InlineData("Did you mean '--json'?", "compare", "--jsn")]
    [InlineData("'--bogus' is not an option", "search", "--bogus")]
    [InlineData("'--bogus'", "ask", "why?", "--bogus")]
    [InlineData("assay score ranking --help", "score", "ranking", "--qrels", "q")]
    [InlineData("--count must be a whole number from 1 to 1000", "search", "x", "-k", "0")]
    [InlineData("--count must be a whole number from 1 to 1000", "search", "x", "-k", "abc")]
    [InlineData("--max-cost must be an amount", "compare", "--max-cost", "-1")]
    [InlineData("--max-cost must be an amount", "compare", "--max-cost", "ten")]
    [InlineData("--arms names no arm", "compare", "--arms", ",")]
    [InlineData("Did you mean 'rag'?", "compare", "--arms", "rga")]
    [InlineData("Two projects are named", "compare", "a", "--project", "b")]
    [InlineData("Two projects are named", "ingest", "a", "-p", "b")]
    [InlineData("empty text", "compare", "")]
    [InlineData("empty text", "init", "")]
    [InlineData("empty text", "ingest", "--project", " ")]
    [InlineData("empty text", "search", "")]
    [InlineData("empty text", "ask", "  ")]
    [InlineData("empty text", "eval", "retrieval", "--workspace", "")]
    [InlineData("-M must be a whole number of 1 or more", "score", "ranking", "--qrels", "q", "--run", "r", "-M", "0")]
    [InlineData("-l must be a whole number of 0 or more", "score", "ranking", "--qrels", "q", "--run", "r", "-l", "-2")]
    [InlineData("There is no such file", "score", "ranking", "--qrels", "/nowhere/q", "--run", "r")]
    [InlineData("There is no such file", "score", "answers", "--questions", "/nowhere/q", "--predictions", "r")]
    [InlineData("does not exist", "compare", "/nowhere/at-all")]
    [InlineData("does not exist", "eval", "retrieval", "/nowhere/at-all")]
    [InlineData("--from must be squad FILE", "init", "/nowhere/new", "--from", "word", "x")]
    public async Task Bad_command_line_says_what_is_wrong(string expected, params string[] arguments)
    {
        CommandLine.Result result = await CommandLine.RunAsync(arguments);

        Assert.Equal((2, ""), (result.ExitCode, result.Out));
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_after_two_dashes_are_taken_as_they_stand()
    {
        using TestProject project = TestProject.Create();

        Assert.Equal(0, (await CommandLine.RunAsync("search", "-p", project.Root, "--", "--bogus")).ExitCode);
    }

    private static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();
}

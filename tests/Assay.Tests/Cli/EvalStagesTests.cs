using System.Text.Json;

namespace Assay.Tests.Cli;

public sealed class EvalStagesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public EvalStagesTests()
    {
        for (int i = 0; i < 12; i++) folder.Write($"docs/p{i}.md", $"# Part{i}\n\nThe word{i} of part{i} is value{i}. It stands beside word{(i + 1) % 12}.\n");
        folder.Write("assay.yaml", "name: shop\n");
        folder.Write("questions.jsonl", string.Concat(Enumerable.Range(0, 12).Select(i => $$"""{"id":"q{{i:00}}","question":"What is word{{i}}?","answers":["value{{i}}"],"documents":["docs/p{{i}}.md"]}""" + "\n")));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Stages_prints_every_stage_and_the_cross_validated_figure()
    {
        using JsonDocument report = JsonDocument.Parse(await RunAsync("eval", "retrieval", folder.Path, "--stages", "--json"));
        JsonElement result = report.RootElement.GetProperty("result");
        Assert.Equal(12, result.GetProperty("questions").GetInt32());
        Assert.Equal(["length", "saturation", "title", "headings", "feedback", "proximity", "support", "rerank"], result.GetProperty("stages").EnumerateArray().Select(s => s.GetProperty("stage").GetString()));
        Assert.True(result.GetProperty("crossValidated").GetProperty("mean").GetDouble() > 0.9);
    }

    [Fact]
    public async Task Per_query_prints_a_line_a_question_and_against_the_own_run_differs_by_nothing()
    {
        string[] lines = (await RunAsync("eval", "retrieval", folder.Path, "--per-query")).TrimEnd().Split('\n');
        Assert.Equal(13, lines.Length);
        Assert.StartsWith("query\tndcg_cut_10\t", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("q00\t", lines[1], StringComparison.Ordinal);
        string run = Path.Combine(folder.Path, "kept.trec");
        File.Copy(Path.Combine(folder.Path, ".assay", "runs", "retrieval.trec"), run);
        using JsonDocument report = JsonDocument.Parse(await RunAsync("eval", "retrieval", folder.Path, "--against", run, "--json"));
        Assert.Equal(0, report.RootElement.GetProperty("against").GetProperty("differences").GetProperty("ndcg@10").GetProperty("mean").GetDouble());
    }

    [Fact]
    public async Task Stages_with_too_few_questions_says_how_many_are_needed()
    {
        folder.Write("questions.jsonl", """{"id":"a","question":"What is word1?","answers":["value1"],"documents":["docs/p1.md"]}""" + "\n");
        CommandLine.Result result = await CommandLine.RunAsync("eval", "retrieval", folder.Path, "--stages");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--stages needs 10 or more questions", result.Error, StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        CommandLine.Result result = await CommandLine.RunAsync(arguments);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Out;
    }
}

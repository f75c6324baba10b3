using System.Text.Json;

namespace Assay.Tests.Cli;

public sealed class EvalChunkingTests
{
    [Fact]
    public async Task Eval_chunking_compares_settings_and_prints_the_lines_for_the_project()
    {
        using TestProject project = TestProject.Create(pages: 6, sections: 12);
        CommandLine.Result result = await CommandLine.RunAsync("eval", "chunking", project.Root, "--grid", "structure:32+section,fixed:128/16-headers");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("plans: 6 questions over 6 documents, compared by containment", result.Out, StringComparison.Ordinal);
        Assert.Contains("structure:32+section", result.Out, StringComparison.Ordinal);
        Assert.Contains("retrieval:\n  chunking: ", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eval_chunking_measures_containment_context_and_size()
    {
        using TestProject project = TestProject.Create(pages: 6, sections: 30, settings: "retrieval: { passages: 1 }");
        JsonElement[] rows = await RowsAsync(project, "structure:32,fixed:512");

        Assert.Equal(["structure:256", "structure:32", "fixed:512"], rows.Select(r => r.GetProperty("setting").GetString()));
        Assert.True(rows[0].GetProperty("current").GetBoolean());
        Assert.Equal(JsonValueKind.Null, rows[0].GetProperty("difference").ValueKind);
        Assert.Equal(1, rows[1].GetProperty("containment").GetDouble());
        Assert.InRange(rows[1].GetProperty("contextTokens").GetDouble(), 10, 60);
        Assert.True(rows[2].GetProperty("contextTokens").GetDouble() > 4 * rows[1].GetProperty("contextTokens").GetDouble());
        Assert.True(rows[1].GetProperty("chunks").GetInt32() > 4 * rows[2].GetProperty("chunks").GetInt32());
        Assert.True(rows[1].GetProperty("onFront").GetBoolean());
        Assert.True(rows[1].GetProperty("indexBytes").GetInt64() > 10_000);
        Assert.Equal(6, rows[2].GetProperty("difference").GetProperty("n").GetInt32());
    }

    [Fact]
    public async Task Eval_chunking_again_gives_the_same_and_leaves_the_knowledge_base_alone()
    {
        using TestProject project = TestProject.Create(pages: 3);
        string first = JsonSerializer.Serialize(await RowsAsync(project, "sentences:32+window"));
        int stages = Directory.GetFiles(project.PathOf(".assay/stages"), "chunking-*").Length;
        Assert.Equal(2, stages);
        DateTime written = Directory.GetFiles(project.PathOf(".assay/stages"), "chunking-*").Max(File.GetLastWriteTimeUtc);

        Assert.Equal(first, JsonSerializer.Serialize(await RowsAsync(project, "sentences:32+window")));
        Assert.Equal(written, Directory.GetFiles(project.PathOf(".assay/stages"), "chunking-*").Max(File.GetLastWriteTimeUtc));
        Assert.Equal(0, (await CommandLine.RunAsync("ingest", project.Root)).Out.Split('\n').Count(l => l.Contains(" 1 updated", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Eval_chunking_takes_a_beir_folder()
    {
        using var folder = new TemporaryFolder();
        folder.Write("corpus.jsonl", """{"_id":"d1","title":"Pump","text":"The pump costs 40 euros."}""" + "\n" + """{"_id":"d2","title":"Valve","text":"Valves are free."}""" + "\n");
        folder.Write("queries.jsonl", """{"_id":"q1","text":"cost of the pump"}""" + "\n" + """{"_id":"q2","text":"zzyzx"}""" + "\n");
        folder.Write("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td2\t1\n");

        CommandLine.Result result = await CommandLine.RunAsync("eval", "chunking", folder.Path, "--grid", "fixed:64", "--json");

        Assert.True(result.ExitCode == 0, result.Error);
        JsonElement report = JsonDocument.Parse(result.Out).RootElement;
        Assert.Equal("ndcg@10", report.GetProperty("quality").GetString());
        Assert.Equal(2, report.GetProperty("queries").GetInt32());
        Assert.All(report.GetProperty("settings").EnumerateArray(), r => Assert.Equal((0.5, 0.5), (r.GetProperty("quality").GetDouble(), r.GetProperty("handed").GetDouble())));
    }

    [Fact]
    public async Task Eval_chunking_refuses_what_it_cannot_compare()
    {
        using TestProject project = TestProject.Create(pages: 2);
        CommandLine.Result grid = await CommandLine.RunAsync("eval", "chunking", project.Root, "--grid", "lines:9");
        Assert.Equal(2, grid.ExitCode);
        Assert.Contains("'lines:9' is no setting", grid.Error, StringComparison.Ordinal);
        project.Write("questions.jsonl", """{"id":"none","question":"Do gift cards expire?","answerable":false}""" + "\n");
        CommandLine.Result questions = await CommandLine.RunAsync("eval", "chunking", project.Root);
        Assert.Equal(2, questions.ExitCode);
        Assert.Contains("nothing to compare by", questions.Error, StringComparison.Ordinal);
    }

    private static async Task<JsonElement[]> RowsAsync(TestProject project, string grid)
    {
        CommandLine.Result result = await CommandLine.RunAsync("eval", "chunking", project.Root, "--grid", grid, "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        return [.. JsonDocument.Parse(result.Out).RootElement.GetProperty("settings").EnumerateArray().Select(r => r.Clone())];
    }
}

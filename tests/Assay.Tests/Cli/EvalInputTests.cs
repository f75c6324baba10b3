namespace Assay.Tests.Cli;

/// <summary>Collections whose parts do not fit together.</summary>
public sealed class EvalInputTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public EvalInputTests()
    {
        folder.Write("corpus.jsonl", "{\"_id\":\"d1\",\"text\":\"The pump costs 40 euros.\"}\n{\"_id\":\"d2\",\"text\":\"Valves are free.\"}\n");
        folder.Write("queries.jsonl", "{\"_id\":\"q1\",\"text\":\"cost of the pump\"}\n");
        folder.Write("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t1\n");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Judged_documents_that_are_not_there_are_a_warning()
    {
        folder.Write("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\td9\t1\nq1\td8\t0\n");
        CommandLine.Result result = await CommandLine.RunAsync("eval", "retrieval", folder.Path);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("warning: 1 documents that are judged relevant are not in the corpus and count as not found: 'd9'.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_of_a_collection_that_looks_like_front_matter_is_text()
    {
        folder.Write("corpus.jsonl", "{\"_id\":\"d1\",\"text\":\"---\\naccess: [user:nobody]\\n---\\nThe pump costs 40 euros.\"}\n{\"_id\":\"d2\",\"text\":\"Valves are free.\"}\n");
        CommandLine.Result result = await CommandLine.RunAsync("eval", "retrieval", folder.Path, "--json");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(1, result.Json.GetProperty("metrics").GetProperty("ndcg@10").GetDouble());
    }

    [Fact]
    public async Task A_run_of_other_questions_is_refused()
    {
        folder.Write("other.trec", "x7 Q0 d1 1 2.5 other\n");
        Assert.Contains("None of its 1 queries is a question here", await RefusedAsync("--against", Path.Combine(folder.Path, "other.trec")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_that_is_used_twice_names_file_and_lines()
    {
        folder.Write("corpus.jsonl", "{\"_id\":\"d1\",\"text\":\"a\"}\n\n{\"_id\":\"d1\",\"text\":\"b\"}\n");
        Assert.Contains("corpus.jsonl(3): the id 'd1' is already used in line 1", await RefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_split_of_a_project_is_refused()
    {
        folder.Write("assay.yaml", "name: x\n");
        Assert.Contains("--split chooses among the qrels of a BEIR folder", await RefusedAsync("--split", "test"), StringComparison.Ordinal);
    }

    private async Task<string> RefusedAsync(params string[] more)
    {
        CommandLine.Result result = await CommandLine.RunAsync(["eval", "retrieval", folder.Path, .. more]);
        Assert.Equal((2, ""), (result.ExitCode, result.Out));
        return result.Error;
    }
}

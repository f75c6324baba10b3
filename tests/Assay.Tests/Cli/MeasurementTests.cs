using System.Text.Json;

namespace Assay.Tests.Cli;

/// <summary>Numbers that depend on joining questions with their results.</summary>
public sealed class MeasurementTests : IDisposable
{
    private const string Found = """{"id":"a","question":"What does the pump cost?","answers":["40 euros"],"documents":["docs/pump.md"]}""";
    private const string NotFound = """{"id":"b","question":"Zzyzx?","answers":["never"],"documents":["docs/valve.md"]}""";
    private const string Unanswerable = """{"id":"c","question":"Quuxly frobnicate?","answerable":false}""";
    private readonly TemporaryFolder _folder = new();

    public MeasurementTests()
    {
        _folder.Write("docs/pump.md", "# Pump\n\nThe pump costs 40 euros.\n");
        _folder.Write("docs/valve.md", "# Valve\n\nValves are free.\n");
        _folder.Write("assay.yaml", "name: shop\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Eval_retrieval_question_without_a_hit_counts_in_mean_and_interval()
    {
        _folder.Write("questions.jsonl", $"{Found}\n{NotFound}\n");

        JsonElement report = await RunAsync("eval", "retrieval", _folder.Path, "--json");

        Assert.Equal(0.5, report.GetProperty("metrics").GetProperty("mrr").GetDouble());
        JsonElement interval = report.GetProperty("intervals").GetProperty("mrr");
        Assert.Equal((0.0, 1.0), (interval.GetProperty("low").GetDouble(), interval.GetProperty("high").GetDouble()));
    }

    [Fact]
    public async Task Eval_retrieval_without_any_hit_is_zero_and_no_crash()
    {
        _folder.Write("questions.jsonl", $"{NotFound}\n");

        Assert.Equal(0, (await RunAsync("eval", "retrieval", _folder.Path, "--json")).GetProperty("metrics").GetProperty("ndcg@10").GetDouble());
    }

    [Fact]
    public async Task Compare_reordered_questions_gives_the_same_numbers()
    {
        _folder.Write("questions.jsonl", $"{Found}\n{Unanswerable}\n");
        JsonElement before = await RunAsync("compare", _folder.Path, "--json");
        _folder.Write("questions.jsonl", $"{Unanswerable}\n{Found}\n");
        JsonElement after = await RunAsync("compare", _folder.Path, "--json");

        Assert.Equal(Rag(before), Rag(after));
        Assert.Equal(1, before.GetProperty("arms")[1].GetProperty("measures").GetProperty("abstained_unanswerable").GetDouble());
        Assert.Equal(["c", "a"], File.ReadLines(Path.Combine(_folder.Path, ".assay", "runs", "rag.jsonl")).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("question").GetString()));
    }

    [Fact]
    public async Task Compare_fewer_arms_leaves_no_run_of_the_others_behind()
    {
        _folder.Write("questions.jsonl", $"{Found}\n");
        await RunAsync("compare", _folder.Path, "--json");
        await RunAsync("compare", _folder.Path, "--arms", "rag", "--json");

        Assert.Equal(["rag.jsonl"], Directory.GetFiles(Path.Combine(_folder.Path, ".assay", "runs")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Compare_remote_model_of_unknown_price_is_not_called()
    {
        _folder.Write("questions.jsonl", $"{Found}\n");
        _folder.Write("assay.yaml", "name: shop\nmodel: https://models.example.org/v1#big\n");

        CommandLine.Result result = await CommandLine.RunAsync("compare", _folder.Path);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("price:", result.Error, StringComparison.Ordinal);
    }

    private static string Rag(JsonElement comparison) => comparison.GetProperty("arms")[1].GetProperty("measures").ToString();

    private static async Task<JsonElement> RunAsync(params string[] arguments)
    {
        CommandLine.Result result = await CommandLine.RunAsync(arguments);
        Assert.True(result.ExitCode == 0, result.Error);
        return JsonDocument.Parse(result.Out).RootElement.Clone();
    }
}

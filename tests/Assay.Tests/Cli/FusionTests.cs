using System.Text.Json;
using Assay.Tests.Models.Providers;
using Microsoft.Data.Sqlite;

namespace Assay.Tests.Cli;

/// <summary>Searches of a project with an embedder, through the real commands: its server takes "automobile" for "car".</summary>
public sealed class FusionTests : IAsyncLifetime, IDisposable
{
    private static readonly Dictionary<string, string> s_environment = new() { ["ASSAY_API_KEY"] = "test-key-123" };

    private readonly TemporaryFolder folder = new();
    private FakeOpenAiServer server = null!;

    public async Task InitializeAsync()
    {
        server = await FakeOpenAiServer.StartAsync();
        Func<string, float[]> words = server.Embed;
        server.Embed = text => words(text.ToLowerInvariant().Replace("automobile", "car", StringComparison.Ordinal).Replace("conveyance", "car", StringComparison.Ordinal));
        for (int i = 0; i < 12; i++) folder.Write($"docs/p{i:00}.md", $"# Part {i}\n\nThe thing{i} of part{i} is value{i}.\n");
        folder.Write("docs/vehicle.md", "# Conveyance\n\nOne conveyance a household.\n");
        folder.Write("assay.yaml", $"name: shop\nembedder: {server.BaseUrl}#local\narms: [rag]\n");
        folder.Write("questions.jsonl", string.Concat(Enumerable.Range(0, 12).Select(i => $$"""{"id":"q{{i:00}}","question":"What is thing{{i}}?","answers":["value{{i}}"],"documents":["docs/p{{i:00}}.md"]}""" + "\n")));
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Search_finds_by_meaning_and_pays_for_a_query_once()
    {
        Assert.Equal("docs/vehicle.md", (await SearchAsync("automobile"))[0]);
        Assert.Equal(1, Sent().Count(t => t == "automobile"));
        Assert.Equal("docs/vehicle.md", (await SearchAsync("automobile"))[0]);
        Assert.Equal(1, Sent().Count(t => t == "automobile"));

        using JsonDocument trace = JsonDocument.Parse(await RunAsync("search", "automobile", "--project", folder.Path, "--explain", "--json"));
        Assert.Contains("dense", trace.RootElement.GetProperty("stages").EnumerateArray().Select(s => s.GetProperty("name").GetString()));
        Assert.Contains("fusion", trace.RootElement.GetProperty("stages").EnumerateArray().Select(s => s.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Changed_page_is_found_by_its_new_meaning_only()
    {
        await SearchAsync("automobile");
        folder.Write("docs/p05.md", "# Part 5\n\nAn automobile for everybody, automobile after automobile.\n");
        folder.Write("docs/vehicle.md", "# Garden\n\nOne hedge a household.\n");
        int requests = server.Requests.Count;
        Assert.Equal("docs/p05.md", (await SearchAsync("conveyance"))[0]);
        Assert.Equal(3, Sent(requests).Length);
    }

    [Fact]
    public async Task Closed_page_with_the_nearest_vector_is_not_returned()
    {
        folder.Write("docs/vehicle.md", "---\naccess: [group:board]\n---\n# Conveyance\n\nOne conveyance a household.\n");
        Assert.DoesNotContain("docs/vehicle.md", await SearchAsync("automobile"));
        Assert.Equal("docs/vehicle.md", (await SearchAsync("automobile", "--as", "ann", "--groups", "board"))[0]);
    }

    [Fact]
    public async Task Failing_embedder_ends_a_search_and_an_evaluation_with_code_3()
    {
        await RunAsync("ingest", folder.Path);
        foreach (string[] command in (string[][])[["search", "automobile", "--project", folder.Path], ["ask", "Is there an automobile?", "--project", folder.Path], ["eval", "retrieval", folder.Path], ["compare", folder.Path]])
        {
            server.Enqueue(FakeReplies.Error(401, "bad key"));
            CommandLine.Result result = await CommandLine.RunAsync(s_environment, command);
            Assert.True(result.ExitCode == 3, $"{command[0]}: {result.ExitCode} {result.Error}");
            Assert.Contains("ASSAY_API_KEY", result.Error);
            Assert.Equal("", result.Out);
        }
    }

    [Fact]
    public async Task Comparison_asks_for_all_questions_at_once_and_for_none_again()
    {
        await RunAsync("ingest", folder.Path);
        int requests = server.Requests.Count;
        await RunAsync("compare", folder.Path);
        Assert.Equal(requests + 1, server.Requests.Count);
        Assert.Equal(12, Sent(requests).Length);
        await RunAsync("compare", folder.Path);
        await RunAsync("eval", "retrieval", folder.Path);
        Assert.Equal(requests + 1, server.Requests.Count);
        Assert.All(File.ReadLines(Path.Combine(folder.Path, ".assay", "runs", "rag.jsonl")), l => Assert.True(JsonDocument.Parse(l).RootElement.GetProperty("searchMs").GetDouble() > 0));
    }

    [Fact]
    public async Task Forgetting_a_page_removes_its_vectors_and_the_index_of_them()
    {
        await RunAsync("ingest", folder.Path);
        string index = Path.Combine(folder.Path, ".assay", "knowledge.vectors");
        File.WriteAllText(index, "vectors of before");
        int before = Vectors();
        string printed = await RunAsync("forget", "docs/vehicle.md", "--project", folder.Path);
        Assert.Contains("1 vectors,", printed);
        Assert.Equal(before - 1, Vectors());
        Assert.False(File.Exists(index));
        Assert.DoesNotContain("docs/vehicle.md", await SearchAsync("automobile"));
    }

    [Fact]
    public async Task Stages_decide_on_fusion_and_tell_its_price()
    {
        folder.Write("assay.yaml", $"name: shop\nembedder: {server.BaseUrl}#local\nembedderPrice: 1000\n");
        using JsonDocument report = JsonDocument.Parse(await RunAsync("eval", "retrieval", folder.Path, "--stages", "--json"));
        JsonElement[] stages = [.. report.RootElement.GetProperty("result").GetProperty("stages").EnumerateArray()];
        Assert.Equal(["length", "saturation", "title", "headings", "feedback", "proximity", "fusion", "support", "rerank"], stages.Select(s => s.GetProperty("stage").GetString()));
        Assert.All(stages, s => Assert.True(s.GetProperty("usdPerSearch").GetDecimal() == 0 || s.GetProperty("stage").GetString() == "fusion"));
        Assert.Equal(12, Sent().Count(t => t.StartsWith("What is", StringComparison.Ordinal)));
    }

    private int Vectors()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder.Path, ".assay", "knowledge.db")};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM vectors";
        return (int)(long)command.ExecuteScalar()!;
    }

    private string[] Sent(int from = 0) => [.. server.Requests.Skip(from).SelectMany(r => r.Body["input"]!.AsArray()).Select(t => t!.GetValue<string>())];

    private async Task<string[]> SearchAsync(string query, params string[] more)
    {
        using JsonDocument found = JsonDocument.Parse(await RunAsync(["search", query, "--project", folder.Path, "--json", .. more]));
        return [.. found.RootElement.GetProperty("passages").EnumerateArray().Select(p => p.GetProperty("document").GetString()!)];
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        CommandLine.Result result = await CommandLine.RunAsync(s_environment, arguments);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Out;
    }
}

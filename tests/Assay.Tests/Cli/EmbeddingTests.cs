using Assay.Tests.Models.Providers;

namespace Assay.Tests.Cli;

/// <summary>A project with an embedder, from ingestion with the real command to the vectors in its knowledge base.</summary>
public sealed class EmbeddingTests : IAsyncLifetime
{
    private FakeOpenAiServer server = null!;

    public async Task InitializeAsync() => server = await FakeOpenAiServer.StartAsync();

    public async Task DisposeAsync() => await server.DisposeAsync();

    private Dictionary<string, string> Environment => new() { ["OPENAI_API_KEY"] = "test-key-123", ["ASSAY_API_KEY"] = "test-key-123", ["OPENAI_BASE_URL"] = server.BaseUrl };

    [Fact]
    public async Task Ingest_embeds_only_what_is_new()
    {
        using TestProject project = TestProject.Create(settings: $"embedder: {server.BaseUrl}#local");
        CommandLine.Result first = await CommandLine.RunAsync(Environment, "ingest", project.Root);
        Assert.Equal(0, first.ExitCode);
        Assert.Contains("passages given a vector", first.Out);
        string[] texts = Sent();
        Assert.Equal(texts.Distinct().Count(), texts.Length);
        Assert.Contains(texts, t => t.Contains("Plan 1 has 101 seats", StringComparison.Ordinal));

        CommandLine.Result again = await CommandLine.RunAsync(Environment, "ingest", project.Root);
        Assert.Contains("0 passages given a vector, 0 of them new", again.Out);
        project.Write("docs/plan-001.md", "# Plan 1\n\nPlan 1 has as many seats as you like.\n");
        await CommandLine.RunAsync(Environment, "ingest", project.Root);
        Assert.Single(Sent().Skip(texts.Length));
    }

    [Fact]
    public async Task Remote_embedder_of_unknown_price_is_not_called()
    {
        using TestProject project = TestProject.Create(settings: "embedder: openai:embed-unheard-of");
        CommandLine.Result result = await CommandLine.RunAsync(Environment, "ingest", project.Root);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("embedderPrice", result.Error);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Embedding_that_costs_more_than_allowed_is_not_begun()
    {
        using TestProject project = TestProject.Create(settings: "embedder: openai:embed-unheard-of\nembedderPrice: 1000");
        CommandLine.Result result = await CommandLine.RunAsync(Environment, "ingest", project.Root, "--max-cost", "0.01");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--max-cost", result.Error);
        Assert.Empty(server.Requests);
        Assert.Equal(0, (await CommandLine.RunAsync(Environment, "ingest", project.Root, "--max-cost", "50")).ExitCode);
        Assert.NotEmpty(server.Requests);
    }

    [Fact]
    public async Task Failing_embedder_ends_with_code_3_and_keeps_the_documents()
    {
        using TestProject project = TestProject.Create(settings: $"embedder: {server.BaseUrl}#local");
        server.Enqueue(FakeReplies.Error(401, "bad key"));
        CommandLine.Result result = await CommandLine.RunAsync(Environment, "ingest", project.Root);
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("ASSAY_API_KEY", result.Error);
        CommandLine.Result second = await CommandLine.RunAsync(Environment, "ingest", project.Root);
        Assert.Equal(0, second.ExitCode);
        Assert.Contains("0 added", second.Out);
        Assert.DoesNotContain("0 passages given", second.Out);
    }

    [Fact]
    public async Task Embedding_that_broke_off_goes_on_where_it_was()
    {
        using TestProject project = TestProject.Create(pages: 90, settings: $"embedder: {server.BaseUrl}#local");
        server.Enqueue(exchange => exchange.RawAsync("application/json", server.Vectors(exchange.Request)));
        server.Enqueue(FakeReplies.Error(401, "bad key"));
        Assert.Equal(3, (await CommandLine.RunAsync(Environment, "ingest", project.Root)).ExitCode);
        HashSet<string> before = [.. server.Requests[0].Body["input"]!.AsArray().Select(t => t!.GetValue<string>())];
        int requests = server.Requests.Count;
        Assert.Equal(0, (await CommandLine.RunAsync(Environment, "ingest", project.Root)).ExitCode);
        string[] after = Sent(requests);
        Assert.NotEmpty(after);
        Assert.DoesNotContain(after, before.Contains);
    }

    private string[] Sent(int from = 0) => [.. server.Requests.Skip(from).SelectMany(r => r.Body["input"]!.AsArray()).Select(t => t!.GetValue<string>())];
}

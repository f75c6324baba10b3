using Assay.Models.Providers;
using Assay.Text;
using Microsoft.Extensions.AI;
using static Assay.Tests.Models.Providers.FakeReplies;

namespace Assay.Tests.Models.Providers;

public sealed class EmbeddingModelsTests : IAsyncLifetime
{
    private const string Secret = "test-key-123";
    private static readonly ImpatientTimeProvider Clock = new(t => t < TimeSpan.FromSeconds(61));
    private FakeOpenAiServer server = null!;

    public async Task InitializeAsync() => server = await FakeOpenAiServer.StartAsync();

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(150)]
    public async Task Texts_get_their_vectors_in_order_and_in_batches(int count)
    {
        using IEmbeddingGenerator<string, Embedding<float>> model = Open();
        server.Embed = text => [text.Length, 1, float.Parse(text, System.Globalization.CultureInfo.InvariantCulture)];
        GeneratedEmbeddings<Embedding<float>> vectors = await model.GenerateAsync(Enumerable.Range(0, count).Select(i => $"{i}"));
        Assert.Equal(Enumerable.Range(0, count).Select(i => (float)i), vectors.Select(v => v.Vector.Span[2]));
        Assert.Equal((count + 63) / 64, server.Requests.Count);
        Assert.Equal(count, vectors.Usage!.InputTokenCount);
        Assert.All(server.Requests, r => Assert.Equal("/v1/embeddings", r.Path));
        Assert.Equal("embed-small", server.Requests[0].Body["model"]!.GetValue<string>());
        Assert.Equal("float", server.Requests[0].Body["encoding_format"]!.GetValue<string>());
        Assert.Equal($"Bearer {Secret}", server.Requests[0].Headers["Authorization"]);
    }

    [Fact]
    public async Task Nothing_is_asked_for_no_texts()
    {
        using IEmbeddingGenerator<string, Embedding<float>> model = Open();
        Assert.Empty(await model.GenerateAsync([]));
        Assert.Empty(server.Requests);
        Assert.Equal("OpenAI", model.GetService<EmbeddingGeneratorMetadata>()!.ProviderName);
    }

    [Fact]
    public async Task Server_of_the_users_own_is_sent_no_key_it_does_not_have()
    {
        await using FakeOpenAiServer open = await FakeOpenAiServer.StartAsync(key: null);
        using IEmbeddingGenerator<string, Embedding<float>> model = EmbeddingModels.Create(ModelReference.Parse($"{open.BaseUrl}#local/model"), new ProviderOptions(), Clock).Queries;
        Assert.Equal(32, (await model.GenerateAsync(["two words"]))[0].Vector.Length);
        Assert.False(open.Requests[0].Headers.ContainsKey("Authorization"));
        Assert.Equal("local/model", open.Requests[0].Body["model"]!.GetValue<string>());
    }

    [Fact]
    public async Task Only_the_batch_that_fails_is_sent_again()
    {
        server.Enqueue(e => e.RawAsync("application/json", server.Vectors(e.Request)), RateLimited("1"), CutAtOnce(), Error(503));
        using IEmbeddingGenerator<string, Embedding<float>> model = Open();
        Assert.Equal(70, (await model.GenerateAsync(Enumerable.Range(0, 70).Select(i => $"text {i}"))).Count);
        Assert.Equal([64, 6, 6, 6, 6], server.Requests.Select(r => r.Body["input"]!.AsArray().Count));
    }

    [Theory]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":2,"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[1,2]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[]},{"index":1,"embedding":[]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":"AAA="},{"index":1,"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1e99]},{"index":1,"embedding":[1]}]}""")]
    [InlineData("""{"data":{"index":0}}""")]
    [InlineData("[]")]
    [InlineData("{")]
    public async Task Answer_of_another_shape_is_malformed(string body)
    {
        for (int i = 0; i < 5; i++) server.Enqueue(Raw("application/json", body));
        using IEmbeddingGenerator<string, Embedding<float>> model = Open();
        ProviderException failure = await Assert.ThrowsAsync<ProviderException>(() => model.GenerateAsync(["a", "b"]));
        Assert.Equal(ProviderErrorKind.Malformed, failure.Kind);
        Assert.Equal("embed-small", failure.Model);
    }

    [Fact]
    public async Task Refused_key_is_named_and_not_shown()
    {
        using IEmbeddingGenerator<string, Embedding<float>> model = Open("wrong-key");
        ProviderException failure = await Assert.ThrowsAsync<ProviderException>(() => model.GenerateAsync(["a"]));
        Assert.Equal(ProviderErrorKind.Authentication, failure.Kind);
        Assert.Contains("OPENAI_API_KEY", failure.Message);
        Assert.DoesNotContain("wrong-key", failure.Message);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Silent_server_is_a_time_out_and_cancellation_is_not()
    {
        server.Enqueue(Hang(), Hang());
        using IEmbeddingGenerator<string, Embedding<float>> model = Open(options: new ProviderOptions { MaxAttempts = 1, RequestTimeout = TimeSpan.FromSeconds(30) });
        Assert.Equal(ProviderErrorKind.TimedOut, (await Assert.ThrowsAsync<ProviderException>(() => model.GenerateAsync(["a"]))).Kind);
        using IEmbeddingGenerator<string, Embedding<float>> patient = Open(options: new ProviderOptions { RequestTimeout = TimeSpan.FromHours(1) });
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => patient.GenerateAsync(["a"], cancellationToken: stop.Token));
    }

    [Theory]
    [InlineData("anthropic:claude", "no embedding models")]
    [InlineData("extractive", "search by words")]
    [InlineData("assay-tiny-en", "The bundled embedder is assay-embed-en")]
    [InlineData("openai:embed-small", "OPENAI_API_KEY")]
    public void Models_that_cannot_embed_say_why(string reference, string expected) =>
        Assert.Contains(expected, Assert.Throws<AssayException>(() => EmbeddingModels.Create(ModelReference.Parse(reference), new ProviderOptions(), Clock)).Message);

    private IEmbeddingGenerator<string, Embedding<float>> Open(string key = Secret, ProviderOptions? options = null) => EmbeddingModels.Create(
        ModelReference.Parse("openai:embed-small"), (options ?? new ProviderOptions()) with { Environment = name => name == "OPENAI_API_KEY" ? key : name == "OPENAI_BASE_URL" ? server.BaseUrl : null }, Clock).Queries;
}

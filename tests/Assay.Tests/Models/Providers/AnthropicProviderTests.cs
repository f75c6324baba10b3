using Assay.Models.Providers;
using Assay.Text;
using Microsoft.Extensions.AI;
using static Assay.Tests.Models.Providers.FakeReplies;

namespace Assay.Tests.Models.Providers;

public sealed class AnthropicProviderTests : ProviderContractTests
{
    private protected override string Reference => "anthropic:claude-test";

    private protected override async Task<FakeModelServer> StartAsync() => await FakeAnthropicServer.StartAsync();

    private protected override string? Variable(string name) => name switch
    {
        "ANTHROPIC_API_KEY" => Secret,
        "ANTHROPIC_BASE_URL" => Server.Url,
        _ => null,
    };

    private protected override string ErrorEvent(string type, string message) => $"event: error\ndata: {Server.ErrorBody(message, type, null)}";

    [Fact]
    public async Task Request_follows_the_messages_api()
    {
        using IChatClient client = Open();
        await client.GetResponseAsync([new(ChatRole.System, "Be short."), new(ChatRole.User, "Hi")], new ChatOptions { StopSequences = ["END"] });
        FakeRequest request = Assert.Single(Server.Requests);
        Assert.Equal(("2026-10-21", $"Bearer {Secret}"), (request.Headers["anthropic-version"], request.Headers["Authorization"]));
        Assert.False(request.Body.ContainsKey("temperature"), "the API of this version refuses it");
        Assert.Equal(512, request.Body["max_tokens"]!.GetValue<int>());
        Assert.Equal("claude-test", request.Body["model"]!.GetValue<string>());
        Assert.Equal("END", request.Body["stop_sequences"]![0]!.GetValue<string>());
        Assert.Contains("Be short.", request.Body["system"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Single(request.Body["messages"]!.AsArray());
    }

    [Fact]
    public async Task Input_counted_only_at_the_start_of_a_stream_is_kept()
    {
        await using FakeAnthropicServer server = await FakeAnthropicServer.StartAsync(countsInputAtEnd: false);
        server.Enqueue(Answer("The answer", usage: new FakeUsage(0, 6)));
        ProviderOptions options = Patient with { Environment = name => name == "ANTHROPIC_BASE_URL" ? server.Url : Secret };
        using IChatClient client = ChatModels.Create(ModelReference.Parse(Reference), options, Clock);
        UsageDetails usage = (await AskAsync(client, true)).Usage!;
        Assert.Equal((20L, 6L, 5L, 26L), (usage.InputTokenCount, usage.OutputTokenCount, usage.CachedInputTokenCount, usage.TotalTokenCount));
    }

    [Fact]
    public async Task Stop_reason_without_message_stop_is_not_complete()
    {
        Server.Enqueue(
            async exchange =>
            {
                await exchange.BeginStreamAsync();
                await exchange.EventAsync(exchange.Server.Delta("The answer"));
                foreach (string last in exchange.Server.End(exchange.Request, "stop", new FakeUsage(3, 2)).SkipLast(1))
                    await exchange.EventAsync(last);
            },
            Answer("fine"));
        using IChatClient client = Open();
        Assert.Equal("fine", (await AskAsync(client, true)).Text);
    }

    [Fact]
    public async Task Unknown_kinds_of_pieces_are_skipped()
    {
        Server.Enqueue(TextWithEvent(
            "The answer is 42.",
            "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"sparkle_delta\",\"sparkle\":\"*\"}}",
            new FakeUsage(8, 4)));
        using IChatClient client = Open();
        Assert.Equal("The answer is 42.", (await AskAsync(client, true)).Text);
    }

    [Fact]
    public void Missing_key_names_the_variable()
    {
        AssayException failure = Assert.Throws<AssayException>(() => ChatModels.Create(ModelReference.Parse("anthropic:claude-test"), new(), TimeProvider.System));
        Assert.Contains("ANTHROPIC_API_KEY", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Client_says_what_it_is()
    {
        using IChatClient client = Open();
        ChatClientMetadata metadata = client.GetService<ChatClientMetadata>()!;
        Assert.Equal(("Anthropic", "claude-test"), (metadata.ProviderName, metadata.DefaultModelId));
    }
}

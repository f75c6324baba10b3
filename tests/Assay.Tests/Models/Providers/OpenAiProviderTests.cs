using System.Text.Json;
using Assay.Models.Providers;
using Assay.Text;
using Microsoft.Extensions.AI;
using static Assay.Tests.Models.Providers.FakeReplies;

namespace Assay.Tests.Models.Providers;

public sealed class OpenAiProviderTests : ProviderContractTests
{
    private protected override string Reference => "openai:gpt-test";

    private FakeOpenAiServer Fake => (FakeOpenAiServer)Server;

    private protected override async Task<FakeModelServer> StartAsync() => await FakeOpenAiServer.StartAsync();

    private protected override string? Variable(string name) => name switch
    {
        "OPENAI_API_KEY" or "ASSAY_API_KEY" => Secret,
        "OPENAI_BASE_URL" => Fake.BaseUrl,
        _ => null,
    };

    private protected override string ErrorEvent(string type, string message) => $"data: {Server.ErrorBody(message, type, null)}";

    [Fact]
    public async Task Openai_is_sent_max_completion_tokens_and_the_usage_option()
    {
        using IChatClient client = Open();
        await AskAsync(client, true);
        JsonElement body = Body(0);
        Assert.Equal(512, body.GetProperty("max_completion_tokens").GetInt32());
        Assert.Equal(0, body.GetProperty("temperature").GetDouble());
        Assert.False(body.TryGetProperty("max_tokens", out _));
        Assert.True(body.GetProperty("stream_options").GetProperty("include_usage").GetBoolean());
        Assert.Equal("gpt-test", body.GetProperty("model").GetString());
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Other_servers_are_sent_max_tokens(bool streaming)
    {
        using IChatClient client = Open(reference: $"{Fake.BaseUrl}#local/model");
        await AskAsync(client, streaming);
        JsonElement body = Body(0);
        Assert.Equal(512, body.GetProperty("max_tokens").GetInt32());
        Assert.False(body.TryGetProperty("max_completion_tokens", out _));
        Assert.Equal("local/model", body.GetProperty("model").GetString());
        Assert.Equal(0, body.GetProperty("temperature").GetDouble());
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Server_that_refuses_one_token_limit_is_sent_the_other(bool streaming)
    {
        Server.Enqueue(Error(400, "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."), Answer("fine"), Answer("fine"));
        using IChatClient client = Open(reference: $"{Fake.BaseUrl}#m");
        Assert.Equal("fine", (await AskAsync(client, streaming)).Text);
        Assert.Equal("fine", (await AskAsync(client, streaming)).Text);
        Assert.Equal([true, false, false], Server.Requests.Select(r => r.Body["max_tokens"] is not null));
        Assert.Equal(512, Body(2).GetProperty("max_completion_tokens").GetInt32());
    }

    [Fact]
    public async Task Server_that_refuses_both_token_limits_is_an_error()
    {
        Server.Enqueue(Error(400, "Unknown field max_tokens"), Error(400, "Unknown field max_completion_tokens"));
        using IChatClient client = Open(reference: $"{Fake.BaseUrl}#m");
        ProviderException failure = await Assert.ThrowsAsync<ProviderException>(() => AskAsync(client, false));
        Assert.Equal(ProviderErrorKind.Rejected, failure.Kind);
        Assert.Equal(2, Server.Requests.Count);
    }

    [Fact]
    public async Task Server_without_keys_is_sent_none()
    {
        await using FakeOpenAiServer open = await FakeOpenAiServer.StartAsync(key: null);
        using IChatClient client = ChatModels.Create(ModelReference.Parse($"{open.BaseUrl}#m"), Patient, Clock);
        await AskAsync(client, false);
        Assert.False(open.Requests[0].Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task Server_that_wants_a_key_names_the_variable()
    {
        using IChatClient client = ChatModels.Create(ModelReference.Parse($"{Fake.BaseUrl}#m"), Patient, Clock);
        ProviderException failure = await Assert.ThrowsAsync<ProviderException>(() => AskAsync(client, false));
        Assert.Equal(ProviderErrorKind.Authentication, failure.Kind);
        Assert.Contains("ASSAY_API_KEY", failure.Message, StringComparison.Ordinal);
        Assert.Equal(Server.Url, failure.Provider);
    }

    [Fact]
    public async Task Conversation_and_options_go_over_the_wire()
    {
        using IChatClient client = Open();
        ChatOptions options = new()
        {
            Temperature = 0.5f,
            MaxOutputTokens = 7,
            TopP = 0.25f,
            Seed = 3,
            StopSequences = ["END"],
            ResponseFormat = Microsoft.Extensions.AI.ChatResponseFormat.ForJsonSchema(JsonElement.Parse("""{"type":"object"}"""), "reply"),
        };
        await client.GetResponseAsync([new(ChatRole.System, "Be short."), new(ChatRole.User, "Hi"), new(ChatRole.Assistant, "Hello"), new(ChatRole.User, "Bye")], options);
        JsonElement body = Body(0);
        Assert.Equal(["system", "user", "assistant", "user"], body.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("role").GetString()));
        Assert.Equal((0.5, 7, 0.25, 3), (body.GetProperty("temperature").GetDouble(), body.GetProperty("max_completion_tokens").GetInt32(), body.GetProperty("top_p").GetDouble(), body.GetProperty("seed").GetInt32()));
        Assert.Equal("END", body.GetProperty("stop")[0].GetString());
        Assert.Equal("reply", body.GetProperty("response_format").GetProperty("json_schema").GetProperty("name").GetString());
        Assert.Equal(0.5f, options.Temperature);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Server_that_counts_nothing_gives_no_usage(bool streaming)
    {
        Server.Enqueue(Answer("fine"));
        using IChatClient client = Open();
        Assert.Null((await AskAsync(client, streaming)).Usage);
    }

    [Fact]
    public async Task Stream_that_closes_after_its_finish_reason_is_complete()
    {
        await using FakeOpenAiServer server = await FakeOpenAiServer.StartAsync(key: null, sendsDone: false);
        using IChatClient client = ChatModels.Create(ModelReference.Parse($"{server.BaseUrl}#m"), Patient, Clock);
        Assert.Equal("ok", (await AskAsync(client, true)).Text);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Stream_with_nothing_but_its_terminator_is_no_answer()
    {
        Server.Enqueue(Raw("text/event-stream", "data: [DONE]\n\n"), Raw("text/event-stream", "data: {\"choices\":[]}\n\ndata: [DONE]\n\n"), Answer("fine"));
        using IChatClient client = Open();
        Assert.Equal("fine", (await AskAsync(client, true)).Text);
        Assert.Equal(3, Server.Requests.Count);
    }

    [Fact]
    public async Task Refusal_is_an_answer()
    {
        Server.Enqueue(Raw("application/json", """
            {"id":"x","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":null,"refusal":"I cannot help."},"finish_reason":"stop"}]}
            """));
        using IChatClient client = Open();
        Assert.Equal("I cannot help.", (await AskAsync(client, false)).Text);
    }

    [Fact]
    public async Task Quota_that_is_used_up_is_not_tried_again()
    {
        Server.Enqueue(Error(429, "You exceeded your current quota.", "insufficient_quota", "insufficient_quota"));
        ProviderException failure = await FailAsync(false);
        Assert.Equal((ProviderErrorKind.RateLimited, false), (failure.Kind, failure.IsTransient));
        Assert.Contains("add credit", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"error":"model 'x' not found"}""", "model 'x' not found"), InlineData("""{"detail":"Nope"}""", "Nope"), InlineData("<html>", "Check the model's name"), InlineData("7", "Check the model's name")]
    [InlineData("""{"object":"error","message":"No such model","type":"NotFoundError","code":404}""", "No such model")]
    public async Task Error_bodies_of_other_servers_are_understood(string body, string expected)
    {
        Server.Enqueue(exchange => exchange.ErrorAsync(404, body));
        Assert.Contains(expected, (await FailAsync(false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_key_names_the_variable()
    {
        AssayException failure = Assert.Throws<AssayException>(() => ChatModels.Create(ModelReference.Parse("openai:gpt-test"), new(), TimeProvider.System));
        Assert.Contains("OPENAI_API_KEY", failure.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData("nonsense"), InlineData("ftp://host/"), InlineData("http://user:pw@host/")]
    public void Unusable_base_address_names_the_variable_and_not_its_value(string address)
    {
        ProviderOptions options = new() { Environment = name => name == "OPENAI_BASE_URL" ? address : Secret };
        AssayException failure = Assert.Throws<AssayException>(() => ChatModels.Create(ModelReference.Parse("openai:gpt-test"), options, TimeProvider.System));
        Assert.Contains("OPENAI_BASE_URL", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(address, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_content_than_text_and_tools_are_refused()
    {
        using IChatClient client = Open();
        await Assert.ThrowsAsync<NotSupportedException>(() => client.GetResponseAsync(new ChatMessage(ChatRole.User, [new UriContent("http://x.example/a.png", "image/png")])));
        await Assert.ThrowsAsync<NotSupportedException>(() => client.GetResponseAsync(new ChatMessage(ChatRole.Tool, "x")));
        await Assert.ThrowsAsync<NotSupportedException>(() => client.GetResponseAsync("x", new ChatOptions { Tools = [new HostedWebSearchTool()] }));
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public void Client_says_what_it_is()
    {
        using IChatClient client = Open();
        ChatClientMetadata metadata = client.GetService<ChatClientMetadata>()!;
        Assert.Equal(("OpenAI", "gpt-test"), (metadata.ProviderName, metadata.DefaultModelId));
        Assert.Same(client, client.GetService<ResilientChatClient>());
        Assert.Null(client.GetService<string>());
        Assert.Null(client.GetService<ChatClientMetadata>("other"));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Model_that_takes_no_temperature_is_asked_without_from_then_on(bool streaming)
    {
        Server.Enqueue(Error(400, "Unsupported value: 'temperature' does not support 0 with this model.", "invalid_request_error", "unsupported_value"), Answer("fine"), Answer("fine"));
        using IChatClient client = Open();
        Assert.Equal("fine", (await AskAsync(client, streaming)).Text);
        Assert.Equal("fine", (await AskAsync(client, streaming)).Text);
        Assert.Equal([true, false, false], Server.Requests.Select(r => r.Body["temperature"] is not null));
    }

    [Fact]
    public async Task Temperature_out_of_range_is_an_error_and_not_left_out()
    {
        Server.Enqueue(Error(400, "temperature must be between 0 and 1", "invalid_request_error"));
        Assert.Equal(ProviderErrorKind.Rejected, (await FailAsync(false)).Kind);
        Assert.Single(Server.Requests);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Requests_at_once_all_learn_what_the_model_refuses(bool streaming)
    {
        FakeReply picky = exchange => exchange.Request.Body.ContainsKey("temperature") ? exchange.ErrorAsync(400, Server.ErrorBody("Unsupported value: 'temperature'", "invalid_request_error", null))
            : exchange.Request.Body.ContainsKey("max_tokens") ? exchange.ErrorAsync(400, Server.ErrorBody("Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens'.", "invalid_request_error", null))
            : exchange.AnswerAsync("fine", "stop", null);
        Server.Enqueue([.. Enumerable.Repeat(picky, 100)]);
        using IChatClient client = Open(reference: $"{Fake.BaseUrl}#m");
        ChatResponse[] answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AskAsync(client, streaming)));
        Assert.All(answers, answer => Assert.Equal("fine", answer.Text));
        Assert.InRange(Server.Requests.Count, 22, 60);
    }

    private JsonElement Body(int index) => JsonElement.Parse(Server.Requests[index].Body.ToJsonString());
}

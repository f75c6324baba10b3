using System.Text.Json.Nodes;

namespace Assay.Tests.Models.Providers;

/// <summary>OpenAI's chat completions (<c>POST /v1/chat/completions</c>) and embeddings (<c>POST /v1/embeddings</c>) as its API reference describes them. The base address for clients is <see cref="BaseUrl"/>.</summary>
internal sealed class FakeOpenAiServer : FakeModelServer
{
    /// <summary>The value for OPENAI_BASE_URL, or for the part of URL#NAME before the '#'.</summary>
    public string BaseUrl => $"{Url}/v1";

    /// <summary>Whether streams end with <c>data: [DONE]</c>.</summary>
    public bool SendsDone { get; init; } = true;

    /// <summary>The vector of a text: by default its words thrown into 32 places, so that texts with common words are near each other.</summary>
    public Func<string, float[]> Embed { get; set; } = BagOfWords;

    protected override string Path => "/v1/chat/completions";

    protected override bool Serves(string path) => path == Path || path == Embeddings;

    private const string Embeddings = "/v1/embeddings";

    public static async Task<FakeOpenAiServer> StartAsync(string? key = "test-key-123", bool sendsDone = true)
    {
        FakeOpenAiServer server = new() { Key = key, SendsDone = sendsDone };
        await server.ListenAsync();
        return server;
    }

    public override string Whole(FakeRequest request, string text, string finish, FakeUsage? usage)
    {
        JsonObject whole = new()
        {
            ["id"] = "chatcmpl-1",
            ["object"] = "chat.completion",
            ["created"] = 1767225600,
            ["model"] = request.Body["model"]!.GetValue<string>(),
            ["choices"] = new JsonArray(new JsonObject
            {
                ["index"] = 0,
                ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = text, ["refusal"] = null },
                ["logprobs"] = null,
                ["finish_reason"] = finish,
            }),
        };
        if (usage is not null)
            whole["usage"] = Usage(usage);
        return whole.ToJsonString();
    }

    public override IEnumerable<string> Begin(FakeRequest request) => [Chunk(new JsonObject { ["role"] = "assistant", ["content"] = "" }, null)];

    public override string Delta(string text) => Chunk(new JsonObject { ["content"] = text }, null);

    public override IEnumerable<string> End(FakeRequest request, string finish, FakeUsage? usage)
    {
        yield return Chunk([], finish);
        if (usage is not null && request.Body["stream_options"]?["include_usage"]?.GetValue<bool>() == true)
        {
            JsonObject last = Envelope();
            last["choices"] = new JsonArray();
            last["usage"] = Usage(usage);
            yield return $"data: {last.ToJsonString()}";
        }
        if (SendsDone)
            yield return "data: [DONE]";
    }

    public override string ErrorBody(string message, string type, string? code) =>
        new JsonObject { ["error"] = new JsonObject { ["message"] = message, ["type"] = type, ["param"] = null, ["code"] = code } }.ToJsonString();

    protected override (int Status, string Body)? Refuse(FakeRequest request) =>
        Key is null || request.Headers.GetValueOrDefault("Authorization") == $"Bearer {Key}"
            ? null
            : (401, ErrorBody($"Incorrect API key provided: {request.Headers.GetValueOrDefault("Authorization")}.", "invalid_request_error", "invalid_api_key"));

    /// <summary>The body of an answer with vectors, one for each text of the request.</summary>
    public string Vectors(FakeRequest request)
    {
        string[] texts = [.. request.Body["input"]!.AsArray().Select(t => t!.GetValue<string>())];
        // The last first: the order is what the indexes say.
        JsonNode?[] data = [.. texts.Select((t, i) => new JsonObject { ["object"] = "embedding", ["index"] = i, ["embedding"] = new JsonArray([.. Embed(t).Select(v => (JsonNode)v)]) }).Reverse()];
        int tokens = texts.Sum(t => t.Split(' ').Length);
        return new JsonObject { ["object"] = "list", ["data"] = new JsonArray(data), ["model"] = request.Body["model"]!.GetValue<string>(), ["usage"] = new JsonObject { ["prompt_tokens"] = tokens, ["total_tokens"] = tokens } }.ToJsonString();
    }

    protected override Task RespondAsync(FakeExchange exchange) =>
        exchange.Request.Path == Embeddings ? exchange.RawAsync("application/json", Vectors(exchange.Request)) : base.RespondAsync(exchange);

    private static float[] BagOfWords(string text)
    {
        var vector = new float[32];
        foreach (string word in text.ToLowerInvariant().Split([' ', '\n', '.', ',', '?', '#'], StringSplitOptions.RemoveEmptyEntries))
        {
            uint hash = 2166136261;
            foreach (char c in word) hash = unchecked((hash ^ c) * 16777619);
            vector[hash % 32]++;
        }

        return vector;
    }

    private static string Chunk(JsonObject delta, string? finish)
    {
        JsonObject chunk = Envelope();
        chunk["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["logprobs"] = null, ["finish_reason"] = finish });
        return $"data: {chunk.ToJsonString()}";
    }

    private static JsonObject Envelope() => new()
    {
        ["id"] = "chatcmpl-1",
        ["object"] = "chat.completion.chunk",
        ["created"] = 1767225600,
        ["model"] = "fake-model",
    };

    private static JsonObject Usage(FakeUsage usage) => new()
    {
        ["prompt_tokens"] = usage.Input,
        ["completion_tokens"] = usage.Output,
        ["total_tokens"] = usage.Input + usage.Output,
        ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = usage.Cached },
    };
}

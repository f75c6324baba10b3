using System.Text.Json.Nodes;

namespace Assay.Tests.Models.Providers;

/// <summary>Anthropic's messages (<c>POST /v1/messages</c>) as its API reference describes them. The base address for clients is <see cref="FakeModelServer.Url"/>.</summary>
internal sealed class FakeAnthropicServer : FakeModelServer
{
    /// <summary>Whether <c>message_delta</c> repeats the input tokens; the published examples show both.</summary>
    public bool CountsInputAtEnd { get; init; } = true;

    protected override string Path => "/v1/messages";

    public static async Task<FakeAnthropicServer> StartAsync(string? key = "test-key-123", bool countsInputAtEnd = true)
    {
        FakeAnthropicServer server = new() { Key = key, CountsInputAtEnd = countsInputAtEnd };
        await server.ListenAsync();
        return server;
    }

    public override string Whole(FakeRequest request, string text, string finish, FakeUsage? usage)
    {
        JsonObject whole = Message(request, usage);
        whole["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text });
        whole["stop_reason"] = Reason(finish);
        return whole.ToJsonString();
    }

    public override IEnumerable<string> Begin(FakeRequest request) =>
    [
        Event("message_start", new JsonObject { ["type"] = "message_start", ["message"] = Message(request, new FakeUsage(20, 1, 5)) }),
        Event("content_block_start", new JsonObject { ["type"] = "content_block_start", ["index"] = 0, ["content_block"] = new JsonObject { ["type"] = "text", ["text"] = "" } }),
        Event("ping", new JsonObject { ["type"] = "ping" }),
    ];

    public override string Delta(string text) => Event("content_block_delta", new JsonObject
    {
        ["type"] = "content_block_delta",
        ["index"] = 0,
        ["delta"] = new JsonObject { ["type"] = "text_delta", ["text"] = text },
    });

    public override IEnumerable<string> End(FakeRequest request, string finish, FakeUsage? usage)
    {
        yield return Event("content_block_stop", new JsonObject { ["type"] = "content_block_stop", ["index"] = 0 });
        JsonObject counts = usage is null ? new JsonObject { ["output_tokens"] = 0 }
            : CountsInputAtEnd ? Usage(usage)
            : new JsonObject { ["output_tokens"] = usage.Output };
        yield return Event("message_delta", new JsonObject
        {
            ["type"] = "message_delta",
            ["delta"] = new JsonObject { ["stop_reason"] = Reason(finish), ["stop_sequence"] = null },
            ["usage"] = counts,
        });
        yield return Event("message_stop", new JsonObject { ["type"] = "message_stop" });
    }

    public override string ErrorBody(string message, string type, string? code) =>
        new JsonObject { ["type"] = "error", ["error"] = new JsonObject { ["type"] = type, ["message"] = message }, ["request_id"] = "req_1" }.ToJsonString();

    protected override (int Status, string Body)? Refuse(FakeRequest request)
    {
        string shown = request.Headers.GetValueOrDefault("x-api-key") ?? request.Headers.GetValueOrDefault("Authorization")?.Replace("Bearer ", "", StringComparison.Ordinal) ?? "";
        if (Key is not null && shown != Key)
            return (401, ErrorBody($"invalid x-api-key: {shown}", "authentication_error", null));
        return DateOnly.TryParseExact(request.Headers.GetValueOrDefault("anthropic-version"), "yyyy-MM-dd", out _)
            ? null
            : (400, ErrorBody("anthropic-version: header is required", "invalid_request_error", null));
    }

    private static JsonObject Message(FakeRequest request, FakeUsage? usage) => new()
    {
        ["id"] = "msg_1",
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = request.Body["model"]!.GetValue<string>(),
        ["content"] = new JsonArray(),
        ["stop_reason"] = null,
        ["stop_sequence"] = null,
        ["usage"] = Usage(usage ?? new FakeUsage(0, 0)),
    };

    private static JsonObject Usage(FakeUsage usage) => new()
    {
        ["input_tokens"] = usage.Input - usage.Cached,
        ["cache_creation_input_tokens"] = 0,
        ["cache_read_input_tokens"] = usage.Cached,
        ["output_tokens"] = usage.Output,
    };

    private static string Reason(string finish) => finish switch
    {
        "stop" => "end_turn",
        "length" => "max_tokens",
        "content_filter" => "refusal",
        _ => finish,
    };

    private static string Event(string name, JsonObject data) => $"event: {name}\ndata: {data.ToJsonString()}";
}

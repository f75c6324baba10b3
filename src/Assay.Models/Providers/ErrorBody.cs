using System.Text.Json;

namespace Assay.Models.Providers;

/// <summary>
/// What an error body says, whichever server wrote it: OpenAI and llama.cpp <c>{"error":{"message","type","code"}}</c>, Anthropic
/// <c>{"type":"error","error":{"type","message"}}</c>, older vLLM <c>{"object":"error","message","type"}</c>, Ollama <c>{"error":"text"}</c>, FastAPI <c>{"detail"}</c>.
/// </summary>
/// <param name="Message">The text; empty when there is none or the body is not JSON.</param>
/// <param name="Type">The class of the error, or empty.</param>
/// <param name="Code">The code of the error, or empty.</param>
internal sealed record ErrorBody(string Message, string Type, string Code)
{
    private static readonly ErrorBody Nothing = new("", "", "");

    public static ErrorBody Read(string body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            // Proxies answer with pages of HTML: they help nobody in a message, the status says it.
            return Nothing;
        }
    }

    public static ErrorBody Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return root.ValueKind == JsonValueKind.String ? new(root.GetString()!, "", "") : Nothing;
        if (root.TryGetProperty("error", out JsonElement error) && error.ValueKind is JsonValueKind.Object or JsonValueKind.String)
            return Read(error);
        return new(Text(root, "message") is { Length: > 0 } message ? message : Text(root, "detail"), Text(root, "type"), Text(root, "code"));
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? value.ToString() : "";
}

using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Assay.Tests.Models.Providers;

/// <summary>A request that a fake server received.</summary>
/// <param name="Path">The path, for example <c>/v1/chat/completions</c>.</param>
/// <param name="Headers">All headers; names are compared without case.</param>
/// <param name="Body">The JSON body.</param>
internal sealed record FakeRequest(string Path, IReadOnlyDictionary<string, string> Headers, JsonObject Body)
{
    /// <summary>Whether a stream is asked for.</summary>
    public bool IsStream => Body["stream"]?.GetValue<bool>() == true;

    /// <summary>The text of the last user message, whichever way the protocol writes it.</summary>
    public string Question => Body["messages"]!.AsArray().Last(m => m!["role"]!.GetValue<string>() == "user")!["content"] switch
    {
        JsonArray parts => string.Concat(parts.Select(p => p!["text"]!.GetValue<string>())),
        JsonNode text => text.GetValue<string>(),
        null => "",
    };

    /// <summary>Reads a request.</summary>
    public static async Task<FakeRequest> ReadAsync(HttpContext context)
    {
        JsonNode? body = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        return new(context.Request.Path, context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), body!.AsObject());
    }
}

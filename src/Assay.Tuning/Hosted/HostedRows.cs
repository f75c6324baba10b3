using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Text.Templates;
using Assay.Tuning.Examples;

namespace Assay.Tuning.Hosted;

/// <summary>Writes examples of any format as hosted services take them: the rows that <see cref="HostedTuningPlan.Make"/> checks.</summary>
public static class HostedRows
{
    // What the schema of a message has; other fields are refused by some services.
    private static readonly string[] Known = ["role", "content", "name", "tool_calls", "tool_call_id", "function_call", "refusal"];
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A conversation.</summary>
    /// <param name="example">The example.</param>
    /// <returns>One line of JSON, without its end.</returns>
    public static string Row(ChatExample example)
    {
        ArgumentNullException.ThrowIfNull(example);
        JsonObject row = new() { ["messages"] = Messages(example.Messages, weights: true) };
        if (Tools(example.Tools) is { } tools) row["tools"] = tools;
        return row.ToJsonString(Json);
    }

    /// <summary>A preference.</summary>
    /// <param name="example">The example; services take answers of one message only, and the check says so of others.</param>
    /// <returns>One line of JSON, without its end.</returns>
    public static string Row(PreferenceExample example)
    {
        ArgumentNullException.ThrowIfNull(example);
        JsonObject input = new() { ["messages"] = Messages(example.Prompt, weights: false) };
        if (Tools(example.Tools) is { } tools) input["tools"] = tools;
        return new JsonObject
        {
            ["input"] = input,
            ["preferred_completion"] = Messages(example.Chosen, weights: false),
            ["non_preferred_completion"] = Messages(example.Rejected, weights: false),
        }.ToJsonString(Json);
    }

    private static JsonArray Messages(ImmutableArray<ExampleMessage> messages, bool weights) => new([.. messages.Select(m => Message(m, weights))]);

    private static JsonObject Message(ExampleMessage message, bool weights)
    {
        JsonObject fields = JsonNode.Parse(message.Fields.ToJson())!.AsObject();
        foreach (string unknown in fields.Select(f => f.Key).Except(Known).ToArray()) fields.Remove(unknown);
        foreach (JsonObject call in Calls(fields)) TextArguments(call);
        if (weights && message is { Role: "assistant", Learned: false }) fields["weight"] = 0;
        return fields;
    }

    private static IEnumerable<JsonObject> Calls(JsonObject message)
    {
        if (message["function_call"] is JsonObject single) yield return single;
        if (message["tool_calls"] is not JsonArray calls) yield break;
        foreach (JsonObject call in calls.OfType<JsonObject>())
        {
            if (call["function"] is JsonObject function) yield return function;
        }
    }

    // Templates like arguments as values, services take them as the text of one.
    private static void TextArguments(JsonObject function)
    {
        if (function["arguments"] is JsonObject or JsonArray) function["arguments"] = function["arguments"]!.ToJsonString(Json);
    }

    // The older form, a list of functions, says the same without its frame.
    private static JsonArray? Tools(TemplateValue tools)
    {
        if (tools.Kind == TemplateKind.None || JsonNode.Parse(tools.ToJson()) is not JsonArray list) return null;
        return new([.. list.Select(t => t is JsonObject tool && !tool.ContainsKey("type") && tool.ContainsKey("name") ? new JsonObject { ["type"] = "function", ["function"] = tool.DeepClone() } : t?.DeepClone())]);
    }
}

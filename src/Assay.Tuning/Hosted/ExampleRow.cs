using System.Text.Json;
using Assay.Text.Tokens;
using Assay.Tuning.Hosted.Dialects;

namespace Assay.Tuning.Hosted;

/// <summary>One example of a file for a hosted service: the rules of OpenAI's <c>FineTuneChatRequestInput</c> and <c>FineTunePreferenceRequestInput</c>.</summary>
internal static class ExampleRow
{
    // What the turns cost beside their words: OpenAI's cookbook, counting tokens of chat messages.
    private const int TokensPerMessage = 3;
    private const int TokensPerExample = 3;

    private static readonly string[] Roles = ["system", "developer", "user", "assistant", "tool", "function"];

    /// <summary>What is wrong with a row.</summary>
    /// <param name="row">The row's JSON.</param>
    /// <param name="method">Which form is expected.</param>
    /// <returns>A sentence for each fault; empty for a sound row.</returns>
    public static IEnumerable<string> Faults(JsonElement row, HostedMethod method)
    {
        if (row.ValueKind != JsonValueKind.Object) return [$"a row is a JSON object; this one is a {row.ValueKind}. Write one example per line as {Form(method)}."];
        return method == HostedMethod.Supervised ? Supervised(row) : Preference(row);
    }

    /// <summary>The tokens of a row.</summary>
    /// <param name="row">A sound row.</param>
    /// <param name="counter">Counts the texts.</param>
    /// <returns>1 or more.</returns>
    public static int Tokens(JsonElement row, TokenCounter counter) => TokensPerExample + Count(row, counter);

    private static IEnumerable<string> Supervised(JsonElement row)
    {
        if (Wire.Get(row, "messages") is not { ValueKind: JsonValueKind.Array } messages || messages.GetArrayLength() == 0)
        {
            yield return $"'messages' is missing or empty. Write {Form(HostedMethod.Supervised)}.";
            yield break;
        }

        foreach (string fault in Messages(messages, "messages")) yield return fault;
        if (!messages.EnumerateArray().Any(m => Wire.Text(m, "role") == "assistant" && Wire.Real(m, "weight") is not 0))
            yield return "nothing is learned from it: no assistant message, or all of them have weight 0. Add what the assistant should say.";
    }

    private static IEnumerable<string> Preference(JsonElement row)
    {
        if (Wire.Get(row, "input") is not { } input || Wire.Get(input, "messages") is not { ValueKind: JsonValueKind.Array } messages || messages.GetArrayLength() == 0)
            yield return $"'input.messages' is missing or empty. Write {Form(HostedMethod.Preference)}.";
        else
            foreach (string fault in Messages(messages, "input.messages")) yield return fault;
        foreach (string name in new[] { "preferred_completion", "non_preferred_completion" })
        {
            if (Wire.Get(row, name) is not { ValueKind: JsonValueKind.Array } answer || answer.GetArrayLength() != 1 || Wire.Text(answer[0], "role") != "assistant")
                yield return $"'{name}' is a list of one assistant message; this one is not.";
            else
                foreach (string fault in Messages(answer, name)) yield return fault;
        }
    }

    private static IEnumerable<string> Messages(JsonElement messages, string field)
    {
        int index = 0;
        foreach (JsonElement message in messages.EnumerateArray())
        {
            string at = $"{field}[{index++}]";
            if (Wire.Text(message, "role") is not { } role || !Roles.Contains(role)) yield return $"{at}: the role is {Shown(message, "role")}; it is one of {string.Join(", ", Roles)}.";
            else if (!HasContent(message)) yield return $"{at}: 'content' is missing, empty or not text; found {Shown(message, "content")}.";
            if (Wire.Get(message, "weight") is { } weight && (Wire.Real(message, "weight") is not (0 or 1) || Wire.Text(message, "role") != "assistant"))
                yield return $"{at}: 'weight' is 0 or 1 and stands in assistant messages only; found {weight.GetRawText()[..Math.Min(weight.GetRawText().Length, 20)]}.";
        }
    }

    private static bool HasContent(JsonElement message) => Wire.Get(message, "content") switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString()!.Length > 0 || HasCalls(message),
        { ValueKind: JsonValueKind.Array } parts => parts.GetArrayLength() > 0,
        null => HasCalls(message),
        _ => false,
    };

    private static bool HasCalls(JsonElement message) =>
        Wire.Text(message, "role") == "assistant" && (Wire.Get(message, "tool_calls") is { ValueKind: JsonValueKind.Array } || Wire.Get(message, "function_call") is { ValueKind: JsonValueKind.Object });

    private static string Shown(JsonElement message, string name)
    {
        if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty(name, out JsonElement value)) return "none";
        string raw = value.GetRawText();
        return raw.Length <= 40 ? raw : $"{raw[..40]}...";
    }

    // Every text in it, and the names of calls and tools; keys are part of the format.
    private static int Count(JsonElement value, TokenCounter counter) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Sum(p => p.Name is "weight" ? 0 : p.Name is "tools" or "functions" ? counter.Count(p.Value.GetRawText()) : Count(p.Value, counter)),
        JsonValueKind.Array => value.EnumerateArray().Sum(e => Count(e, counter) + (Wire.Get(e, "role") is null ? 0 : TokensPerMessage)),
        JsonValueKind.String => counter.Count(value.GetString()),
        _ => 0,
    };

    private static string Form(HostedMethod method) => method == HostedMethod.Supervised
        ? """{"messages": [{"role": "user", "content": "..."}, {"role": "assistant", "content": "..."}]}"""
        : """{"input": {"messages": [...]}, "preferred_completion": [{"role": "assistant", "content": "..."}], "non_preferred_completion": [...]}""";
}

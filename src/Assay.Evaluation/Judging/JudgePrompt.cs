using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Text.Prompts;
using Microsoft.Extensions.AI;

namespace Assay.Evaluation.Judging;

/// <summary>The prompts of a judge: versioned files in this assembly, and what is judged, fenced off so that nothing in it can be taken for part of the prompt.</summary>
public static class JudgePrompt
{
    /// <summary>Version of the prompts; part of what a judge's verdicts depend on.</summary>
    public const string Version = "v1";

    /// <summary>Most claims in one prompt; more are asked about in several.</summary>
    public const int ClaimsAtOnce = 20;

    private static readonly string s_rules = Read("rules");
    private static readonly ImmutableDictionary<JudgeKind, string> s_instructions = Enum.GetValues<JudgeKind>().ToImmutableDictionary(k => k, k => Read(NameOf(k)));

    /// <summary>The messages of a task.</summary>
    /// <param name="task">The task; at most <see cref="ClaimsAtOnce"/> claims.</param>
    /// <returns>Instructions, then question, evidence and claims between two lines that occur in none of them.</returns>
    public static IReadOnlyList<ChatMessage> Of(JudgeTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        string[] texts = [.. task.Texts.Select(InertText.Of)], claims = [.. task.Claims.Select(InertText.Line)];
        string question = InertText.Line(task.Question), fence = PromptFence.For([question, .. texts, .. claims]);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"The question:\n{fence}\n{question}\n{fence}\n\n{Evidence(task.Kind)}:\n{fence}\n");
        for (int i = 0; i < texts.Length; i++) text.Append(texts.Length > 1 ? string.Create(CultureInfo.InvariantCulture, $"({i + 1}) ") : "").Append(texts[i]).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"{fence}\n\nThe claims:\n{fence}\n");
        for (int i = 0; i < claims.Length; i++) text.Append(CultureInfo.InvariantCulture, $"claim_{i + 1}: {claims[i]}\n");
        text.Append(CultureInfo.InvariantCulture, $"{fence}\n\nReply with JSON: {string.Join(", ", Enumerable.Range(1, claims.Length).Select(i => $"claim_{i}"))}.");
        return [new ChatMessage(ChatRole.System, s_instructions[task.Kind] + "\n" + s_rules.Replace("{fence}", fence, StringComparison.Ordinal)), new ChatMessage(ChatRole.User, text.ToString())];
    }

    /// <summary>The JSON Schema of a reply.</summary>
    /// <param name="claims">How many claims were asked about.</param>
    /// <returns>An object with one field a claim and no other.</returns>
    public static JsonElement Schema(int claims)
    {
        string[] names = [.. Enumerable.Range(1, claims).Select(i => string.Create(CultureInfo.InvariantCulture, $"claim_{i}"))];
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(names.Select(n => KeyValuePair.Create<string, JsonNode?>(n, new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("true", "false", "unknown") }))),
            ["required"] = new JsonArray([.. names.Select(n => JsonValue.Create(n))]),
            ["additionalProperties"] = false,
        };
        return JsonElement.Parse(schema.ToJsonString());
    }

    private static string Evidence(JudgeKind kind) => kind switch
    {
        JudgeKind.Correctness => "The reference answer, or several that are equally right",
        JudgeKind.Completeness => "The answer",
        JudgeKind.ContextPrecision => "The passage",
        JudgeKind.Entailment => "The text",
        _ => "The passages",
    };

    private static string NameOf(JudgeKind kind) => kind switch
    {
        JudgeKind.ContextRecall => "context-recall",
        JudgeKind.ContextPrecision => "context-precision",
        _ => kind.ToString().ToLowerInvariant(),
    };

    /// <summary>A prompt file of this version.</summary>
    internal static string Read(string name)
    {
        using Stream file = typeof(JudgePrompt).Assembly.GetManifestResourceStream($"{typeof(JudgePrompt).Namespace}.Prompts.{name}.{Version}.txt")!;
        using var reader = new StreamReader(file, Encoding.UTF8);
        return reader.ReadToEnd().Replace("\r\n", "\n", StringComparison.Ordinal);
    }
}

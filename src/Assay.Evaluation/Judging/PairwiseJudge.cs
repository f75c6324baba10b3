using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Evaluation.Files;
using Assay.Text.Prompts;
using Microsoft.Extensions.AI;

namespace Assay.Evaluation.Judging;

/// <summary>Which of two answers a judge prefers.</summary>
public enum Preference
{
    /// <summary>The judge failed or did not decide.</summary>
    Unknown,

    /// <summary>The one that was named first.</summary>
    First,

    /// <summary>The other one.</summary>
    Second,

    /// <summary>Neither, in both orders.</summary>
    Neither,

    /// <summary>The judge says otherwise when the answers change places: its place decided, so it counts as neither.</summary>
    Position,
}

/// <summary>A language model that compares two answers, each pair in both orders, so that a liking for the first or the last place cannot pass for a better answer.</summary>
/// <param name="client">The model; not disposed.</param>
/// <param name="health">Whether it is up; shared by everything that asks the same model.</param>
/// <param name="timeout">Longest wait for one reply.</param>
/// <param name="timeProvider">The clock of that wait.</param>
public sealed class PairwiseJudge(IChatClient client, JudgeHealth health, TimeSpan timeout, TimeProvider timeProvider)
{
    private const int MostTokens = 60;

    private static readonly string s_instructions = JudgePrompt.Read("preference");
    private static readonly JsonElement s_schema = JsonElement.Parse("""{"type":"object","properties":{"better":{"type":"string","enum":["first","second","neither","unknown"]}},"required":["better"],"additionalProperties":false}""");

    private readonly JudgeCall _call = new(client, health, timeout, timeProvider);

    private enum Better
    {
        Unknown, First, Second, Neither,
    }

    /// <summary>The two prompts of a comparison, one for each order.</summary>
    /// <param name="pair">What is compared.</param>
    /// <returns>Messages and what goes with them.</returns>
    public static IEnumerable<(IReadOnlyList<ChatMessage> Messages, ChatOptions Options)> Prompts(AnswerPair pair)
    {
        ArgumentNullException.ThrowIfNull(pair);
        return [(Prompt(pair), Options()), (Prompt(pair.Swapped), Options())];
    }

    /// <summary>Compares two answers.</summary>
    /// <param name="pair">The answers.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The preference, and why there is none.</returns>
    public async Task<(Preference Preference, string? Failure)> CompareAsync(AnswerPair pair, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pair);
        if (pair.First == pair.Second) return (Preference.Neither, null);
        (Better? one, string? failure) = await _call.AskAsync<Better>(Prompt(pair), Options(), Read, cancellationToken).ConfigureAwait(false);
        if (one is null) return (Preference.Unknown, failure);
        (Better? other, failure) = await _call.AskAsync<Better>(Prompt(pair.Swapped), Options(), Read, cancellationToken).ConfigureAwait(false);
        if (other is null) return (Preference.Unknown, failure);
        return (Both(one.Value, other.Value), null);
    }

    private static Preference Both(Better one, Better swapped) => (one, swapped) switch
    {
        (Better.Unknown, _) or (_, Better.Unknown) => Preference.Unknown,
        (Better.First, Better.Second) => Preference.First,
        (Better.Second, Better.First) => Preference.Second,
        (Better.Neither, Better.Neither) => Preference.Neither,
        _ => Preference.Position,
    };

    private static ChatOptions Options() => new() { Temperature = 0, MaxOutputTokens = MostTokens, ResponseFormat = ChatResponseFormat.ForJsonSchema(s_schema, "preference") };

    private static ChatMessage[] Prompt(AnswerPair pair)
    {
        string question = InertText.Line(pair.Question), first = InertText.Of(pair.First), second = InertText.Of(pair.Second);
        string[] references = [.. pair.References.Select(InertText.Of)];
        string fence = PromptFence.For([question, first, second, .. references]);
        string reference = references.Length == 0 ? "" : $"\n\nThe reference answer, or several that are equally right:\n{fence}\n{string.Join('\n', references)}\n{fence}";
        string text = string.Create(CultureInfo.InvariantCulture, $"The question:\n{fence}\n{question}\n{fence}{reference}\n\nThe first answer:\n{fence}\n{first}\n{fence}\n\nThe second answer:\n{fence}\n{second}\n{fence}\n\nReply with JSON: better.");
        return [new ChatMessage(ChatRole.System, s_instructions.Replace("{fence}", fence, StringComparison.Ordinal)), new ChatMessage(ChatRole.User, text)];
    }

    private static Better? Read(string text, out string error)
    {
        int start = text.IndexOf('{', StringComparison.Ordinal), end = text.LastIndexOf('}');
        error = "it holds no JSON object with the one field better, which is first, second, neither or unknown";
        if (start < 0 || end < start || !StrictJson.TryParse(text[start..(end + 1)], out JsonNode? node, out _) || node is not JsonObject { Count: 1 } reply || reply["better"] is not JsonValue value || value.GetValueKind() != JsonValueKind.String) return null;
        return value.GetValue<string>().Trim().ToLowerInvariant() switch { "first" => Better.First, "second" => Better.Second, "neither" => Better.Neither, "unknown" => Better.Unknown, _ => null };
    }
}

/// <summary>Two answers to one question.</summary>
/// <param name="Question">The question.</param>
/// <param name="References">Accepted answers; empty for none.</param>
/// <param name="First">An answer.</param>
/// <param name="Second">Another.</param>
public sealed record AnswerPair(string Question, ImmutableArray<string> References, string First, string Second)
{
    /// <summary>The same in the other order.</summary>
    public AnswerPair Swapped => this with { First = Second, Second = First };
}

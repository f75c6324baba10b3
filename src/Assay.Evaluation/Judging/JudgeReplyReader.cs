using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Evaluation.Files;

namespace Assay.Evaluation.Judging;

/// <summary>Reads the reply of a language model as verdicts: forgiving about what stands around the JSON, strict about what is in it.</summary>
public static class JudgeReplyReader
{
    private const int LongestReply = 1 << 16;

    /// <summary>Reads a reply.</summary>
    /// <param name="text">What the model wrote: a JSON object, also inside a code fence or between sentences.</param>
    /// <param name="claims">How many claims it was asked about.</param>
    /// <param name="error">What is wrong with it, without a final full stop; empty when nothing is.</param>
    /// <returns>One verdict a claim; null when it has not exactly one for each, each <c>true</c>, <c>false</c> or <c>unknown</c>.</returns>
    public static ImmutableArray<Verdict>? Read(string text, int claims, out string error)
    {
        ArgumentNullException.ThrowIfNull(text);
        int start = text.IndexOf('{', StringComparison.Ordinal), end = text.LastIndexOf('}');
        if (text.Length > LongestReply) return Fail("it is longer than any verdict", out error);
        if (start < 0 || end < start) return Fail(string.IsNullOrWhiteSpace(text) ? "it is empty" : "it holds no JSON object", out error);
        if (!StrictJson.TryParse(text[start..(end + 1)], out JsonNode? node, out string reason) || node is not JsonObject reply) return Fail($"its JSON cannot be read: {reason}", out error);
        var verdicts = ImmutableArray.CreateBuilder<Verdict>(claims);
        for (int i = 1; i <= claims; i++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"claim_{i}");
            if (!reply.TryGetPropertyValue(name, out JsonNode? value)) return Fail($"it has no {name}", out error);
            if (VerdictOf(value) is not { } verdict) return Fail($"its {name} is neither true, false nor unknown", out error);
            verdicts.Add(verdict);
        }

        if (reply.Count > claims) return Fail("it has fields that were not asked for", out error);
        error = "";
        return verdicts.MoveToImmutable();
    }

    private static Verdict? VerdictOf(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.True => Verdict.Supported,
        JsonValueKind.False => Verdict.Unsupported,
        JsonValueKind.String => value.GetValue<string>().Trim().ToLowerInvariant() switch { "true" => Verdict.Supported, "false" => Verdict.Unsupported, "unknown" => Verdict.Unknown, _ => null },
        _ => null,
    };

    private static ImmutableArray<Verdict>? Fail(string reason, out string error)
    {
        error = reason;
        return null;
    }
}

using Microsoft.Extensions.AI;

namespace Assay.Models.Providers;

/// <summary>
/// What a model accepts, learned from its refusals: some models take no temperature, older servers know <c>max_tokens</c> only and OpenAI's newer models
/// <c>max_completion_tokens</c> only. Learned once per client; each lesson costs one refused (unpaid) request.
/// </summary>
/// <param name="options">The values for requests that set none.</param>
/// <param name="oldTokenLimit">Whether to begin with <c>max_tokens</c>.</param>
internal sealed class RequestShape(ProviderOptions options, bool oldTokenLimit)
{
    private static readonly string[] Refusals = ["unsupported", "not support", "deprecated", "unrecognized", "unknown", "not permitted", "not allowed"];

    private volatile bool leaveOutTemperature;
    private volatile bool useOldTokenLimit = oldTokenLimit;
    private int lessons;

    /// <summary>Whether the longest answer is sent as <c>max_tokens</c>; else as <c>max_completion_tokens</c>.</summary>
    public bool UsesOldTokenLimit => useOldTokenLimit;

    /// <summary>The options of a request with the defaults filled in and without what the model refuses.</summary>
    /// <param name="asked">The caller's options; they are not changed.</param>
    /// <returns>A copy.</returns>
    public ChatOptions Fill(ChatOptions? asked)
    {
        ChatOptions filled = asked?.Clone() ?? new ChatOptions();
        filled.Temperature = leaveOutTemperature ? null : filled.Temperature ?? options.Temperature;
        filled.MaxOutputTokens ??= options.MaxOutputTokens;
        return filled;
    }

    /// <summary>Learns from a refusal.</summary>
    /// <param name="refusal">What the provider said.</param>
    /// <param name="sent">The options that were sent.</param>
    /// <param name="sentOldTokenLimit">Whether the longest answer was sent as <c>max_tokens</c>.</param>
    /// <returns>Whether the request is worth sending again in its new shape.</returns>
    public bool Learn(ProviderException refusal, ChatOptions sent, bool sentOldTokenLimit)
    {
        if (refusal is not { Kind: ProviderErrorKind.Rejected, Status: 400 or 422 } || !Array.Exists(Refusals, word => refusal.Message.Contains(word, StringComparison.OrdinalIgnoreCase)))
            return false;
        if (sent.Temperature is not null && refusal.Message.Contains("temperature", StringComparison.OrdinalIgnoreCase))
            return leaveOutTemperature = true;
        if (!refusal.Message.Contains(sentOldTokenLimit ? "max_tokens" : "max_completion_tokens", StringComparison.Ordinal))
            return false;
        // A request sent before another one taught the lesson goes again; nobody changes back, or two refusals would chase each other.
        if (sentOldTokenLimit == useOldTokenLimit && Interlocked.Exchange(ref lessons, 1) == 1)
            return false;
        useOldTokenLimit = !sentOldTokenLimit;
        return true;
    }
}

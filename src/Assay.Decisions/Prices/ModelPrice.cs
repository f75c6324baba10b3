namespace Assay.Decisions.Prices;

/// <summary>What a model's tokens cost, in US dollars per million tokens.</summary>
/// <param name="Input">Prompt tokens; 0 or more.</param>
/// <param name="CachedInput">Prompt tokens the provider served from its cache; <paramref name="Input"/> where it gives no discount.</param>
/// <param name="Output">Generated tokens; 0 or more.</param>
/// <param name="ContextWindow">Most prompt tokens the model takes; null when unknown.</param>
public sealed record ModelPrice(decimal Input, decimal CachedInput, decimal Output, int? ContextWindow)
{
    /// <summary>A model that costs nothing a token: it runs on the user's own processor.</summary>
    public static ModelPrice Free { get; } = new(0, 0, 0, null);

    /// <summary>Cost of one call in US dollars.</summary>
    /// <param name="inputTokens">All prompt tokens, cached ones included.</param>
    /// <param name="cachedInputTokens">How many of them came from the provider's cache.</param>
    /// <param name="outputTokens">Generated tokens.</param>
    /// <returns>US dollars.</returns>
    public decimal CostUsd(long inputTokens, long cachedInputTokens, long outputTokens) =>
        ((Input * (inputTokens - cachedInputTokens)) + (CachedInput * cachedInputTokens) + (Output * outputTokens)) / 1_000_000m;
}

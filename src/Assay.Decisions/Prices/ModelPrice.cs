using System.Collections.Immutable;

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

    /// <summary>Prompt tokens written to the cache, kept for minutes; <see cref="Input"/> where null.</summary>
    public decimal? CacheWrite { get; init; }

    /// <summary>Prompt tokens written to the cache, kept for an hour; null where it is not offered.</summary>
    public decimal? CacheWriteHour { get; init; }

    /// <summary>Prompt tokens of calls that may wait (batch); null where it is not known.</summary>
    public decimal? BatchInput { get; init; }

    /// <summary>Generated tokens of calls that may wait (batch); null where it is not known.</summary>
    public decimal? BatchOutput { get; init; }

    /// <summary>Dearer prices of long prompts, the shortest limit first.</summary>
    public ImmutableArray<PriceTier> Tiers { get; init; } = [];

    /// <summary>The tokens of a tuned version; null where it is not offered or not known.</summary>
    public TunedPrice? Tuned { get; init; }

    /// <summary>Where the price was read, with its date; null for a price that a project states.</summary>
    public PriceOrigin? Origin { get; init; }

    /// <summary>Cost in US dollars, without regard to <see cref="Tiers"/>: for the sum of many calls.</summary>
    /// <param name="inputTokens">All prompt tokens, cached ones included.</param>
    /// <param name="cachedInputTokens">How many of them came from the provider's cache.</param>
    /// <param name="outputTokens">Generated tokens.</param>
    /// <returns>US dollars.</returns>
    public decimal CostUsd(long inputTokens, long cachedInputTokens, long outputTokens) =>
        ((Input * (inputTokens - cachedInputTokens)) + (CachedInput * cachedInputTokens) + (Output * outputTokens)) / 1_000_000m;

    /// <summary>The price of one call, which is dearer where its prompt is longer than a limit.</summary>
    /// <param name="promptTokens">All prompt tokens of the call.</param>
    /// <returns>This price with the tokens of its tier.</returns>
    public ModelPrice At(long promptTokens) =>
        Tiers.LastOrDefault(t => promptTokens > t.AboveTokens) is { } tier ? this with { Input = tier.Input, CachedInput = tier.CachedInput, Output = tier.Output } : this;

    /// <summary>The tiers as factors on the prices of short prompts.</summary>
    /// <returns>Empty where a price is 0 or there are none.</returns>
    public ImmutableArray<TierFactor> TierFactors() => Input == 0 || Output == 0 ? [] : [.. Tiers.Select(t => new TierFactor(t.AboveTokens, (double)(t.Input / Input), (double)(t.Output / Output)))];
}

namespace Assay.Decisions.Prices;

/// <summary>What the tokens of a tuned version of a model cost, in US dollars per million tokens.</summary>
/// <param name="Input">Prompt tokens.</param>
/// <param name="CachedInput">Prompt tokens served from the cache.</param>
/// <param name="Output">Generated tokens.</param>
/// <param name="Source">Where it was read.</param>
public sealed record TunedPrice(decimal Input, decimal CachedInput, decimal Output, string Source);

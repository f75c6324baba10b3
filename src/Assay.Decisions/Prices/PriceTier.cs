namespace Assay.Decisions.Prices;

/// <summary>Dearer prices of calls with long prompts, in US dollars per million tokens. They hold for all tokens of the call.</summary>
/// <param name="AboveTokens">Prompt tokens from which on they hold, not included.</param>
/// <param name="Input">Prompt tokens.</param>
/// <param name="CachedInput">Prompt tokens served from the cache.</param>
/// <param name="Output">Generated tokens.</param>
public sealed record PriceTier(long AboveTokens, decimal Input, decimal CachedInput, decimal Output);

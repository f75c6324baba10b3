namespace Assay.Decisions.Prices;

/// <summary>How much dearer the tokens of a call are whose prompt is longer than a provider's limit. All tokens of the call cost more, not only those beyond the limit.</summary>
/// <param name="AboveTokens">Prompt tokens from which on it holds, not included.</param>
/// <param name="Input">Factor on input, cached and cache-write prices; above 0.</param>
/// <param name="Output">Factor on the output price; above 0.</param>
public readonly record struct TierFactor(long AboveTokens, double Input, double Output);

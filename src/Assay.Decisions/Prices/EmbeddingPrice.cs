namespace Assay.Decisions.Prices;

/// <summary>What embedding costs.</summary>
/// <param name="Provider">Who offers it.</param>
/// <param name="Model">Its model.</param>
/// <param name="Input">US dollars per million tokens.</param>
/// <param name="Dimensions">Numbers of a vector; null when unknown.</param>
/// <param name="Origin">Where it was read.</param>
public sealed record EmbeddingPrice(string Provider, string Model, decimal Input, int? Dimensions, PriceOrigin Origin);

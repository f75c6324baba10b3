namespace Assay.Decisions.Prices;

/// <summary>What reranking costs: by the search or by the token.</summary>
/// <param name="Provider">Who offers it.</param>
/// <param name="Model">Its model.</param>
/// <param name="Price">US dollars.</param>
/// <param name="Per">How many searches or tokens that is for.</param>
/// <param name="CountsTokens">Whether tokens are counted; searches otherwise.</param>
/// <param name="Origin">Where it was read.</param>
public sealed record RerankPrice(string Provider, string Model, decimal Price, double Per, bool CountsTokens, PriceOrigin Origin);

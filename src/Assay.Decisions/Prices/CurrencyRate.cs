namespace Assay.Decisions.Prices;

/// <summary>What a unit of a currency is worth.</summary>
/// <param name="Currency">ISO code.</param>
/// <param name="Usd">US dollars for one.</param>
/// <param name="Origin">Where it was read.</param>
public sealed record CurrencyRate(string Currency, decimal Usd, PriceOrigin Origin);

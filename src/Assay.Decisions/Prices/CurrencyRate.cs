using System.Globalization;

namespace Assay.Decisions.Prices;

/// <summary>What a unit of a currency is worth.</summary>
/// <param name="Currency">ISO code.</param>
/// <param name="Usd">US dollars for one.</param>
/// <param name="Origin">Where it was read.</param>
public sealed record CurrencyRate(string Currency, decimal Usd, PriceOrigin Origin)
{
    private const int Digits = 6;

    /// <summary>The rate with six significant digits, for people.</summary>
    public string Text => Math.Round(Usd, Usd > 0 ? Math.Clamp(Digits - 1 - (int)Math.Floor(Math.Log10((double)Usd)), 0, 28) : 0).ToString("0.############################", CultureInfo.InvariantCulture);
}

using System.Collections.Immutable;
using Assay.Text;

namespace Assay.Decisions.Prices;

/// <summary>Rates of exchange to US dollars.</summary>
/// <param name="Rates">Each currency once.</param>
public sealed record CurrencyRates(ImmutableArray<CurrencyRate> Rates)
{
    /// <summary>The currency of all books.</summary>
    public const string Basis = "USD";

    /// <summary>US dollars for one unit of a currency.</summary>
    /// <param name="currency">ISO code.</param>
    /// <returns>The rate; for USD it is 1.</returns>
    /// <exception cref="InputException">There is none; says how to state it.</exception>
    public CurrencyRate Find(string currency)
    {
        ArgumentNullException.ThrowIfNull(currency);
        if (currency == Basis) return new CurrencyRate(Basis, 1, new PriceOrigin("by definition", DateOnly.MaxValue));
        return Rates.FirstOrDefault(r => r.Currency == currency) ?? throw new InputException(new Problem("", null, Unknown(currency, Rates)));
    }

    /// <summary>The same where a missing rate is no error.</summary>
    /// <param name="currency">ISO code.</param>
    /// <returns>Null when there is none.</returns>
    public decimal? Usd(string currency) => currency == Basis ? 1 : Rates.FirstOrDefault(r => r.Currency == currency)?.Usd;

    /// <summary>An amount in another currency.</summary>
    /// <param name="amount">In <paramref name="from"/>.</param>
    /// <param name="from">ISO code.</param>
    /// <param name="to">ISO code.</param>
    /// <returns>In <paramref name="to"/>.</returns>
    /// <exception cref="InputException">A rate is not known.</exception>
    public decimal Convert(decimal amount, string from, string to) => from == to ? amount : amount * Find(from).Usd / Find(to).Usd;

    /// <summary>What to say when a rate is missing.</summary>
    internal static string Unknown(string currency, IReadOnlyList<CurrencyRate> rates)
    {
        string hint = NearestName.Find(currency, rates.Select(r => r.Currency)) is { } near ? $" Did you mean {near}?" : "";
        return $"No rate of exchange for '{currency}' is known.{hint} State one: --rate {currency}=1.08 says that one {currency} is 1.08 US dollars; in a price file, \"currencies\": [{{ \"currency\": \"{currency}\", \"rate\": 0.93 }}] with \"units\": {{ \"currencies\": \"per USD\" }}.";
    }
}

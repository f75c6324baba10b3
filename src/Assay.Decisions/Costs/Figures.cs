using System.Globalization;

namespace Assay.Decisions.Costs;

/// <summary>How numbers and amounts are written. What the working shows is exact unless it says <c>≈</c>.</summary>
public static class Figures
{
    private const int SmallDigits = 6;
    private const double Largest = 1e15;

    /// <summary>A plain number: <c>15,000,000,000</c>, <c>0.7</c>.</summary>
    /// <param name="value">Finite.</param>
    /// <returns>Without needless zeros.</returns>
    public static string Number(double value) => Rounded(value).ToString("#,##0.############################", CultureInfo.InvariantCulture);

    /// <summary>An amount: <c>125 USD</c>, <c>0.80 USD</c>, <c>0.00005 USD</c>.</summary>
    /// <param name="value">Finite.</param>
    /// <param name="currency">ISO code; empty for none.</param>
    /// <returns>Whole, or with at least two decimals.</returns>
    public static string Money(double value, string currency)
    {
        decimal rounded = Rounded(value);
        string text = rounded == decimal.Truncate(rounded) ? rounded.ToString("#,##0", CultureInfo.InvariantCulture) : rounded.ToString("#,##0.00##########################", CultureInfo.InvariantCulture);
        return currency.Length == 0 ? text : $"{text} {currency}";
    }

    /// <summary>A share in per cent: <c>81.48%</c>.</summary>
    /// <param name="value">1 for all of it.</param>
    /// <returns>With at most two decimals.</returns>
    public static string Share(double value) => (100 * Amount(value)).ToString("#,##0.##", CultureInfo.InvariantCulture) + "%";

    /// <summary>Whether the printed number is the number.</summary>
    /// <param name="value">Finite.</param>
    /// <returns>False when digits were cut off.</returns>
    public static bool IsExact(double value) => Rounded(value) == Amount(value);

    /// <summary>The number without the noise of binary fractions: 15 significant digits.</summary>
    /// <param name="value">Finite.</param>
    /// <returns>For records and JSON.</returns>
    /// <exception cref="OverflowException">It is beyond 10^28.</exception>
    public static decimal Amount(double value) => (decimal)value;

    private static decimal Rounded(double value)
    {
        decimal exact = Amount(value);
        double size = Math.Abs(value);
        int decimals = size switch
        {
            0 => 0,
            >= Largest => 0,
            >= 1000 => 2,
            >= 1 => 4,
            _ => Math.Min(28, SmallDigits - 1 - (int)Math.Floor(Math.Log10(size))),
        };
        return Math.Round(exact, decimals, MidpointRounding.AwayFromZero);
    }
}

using Assay.Comparing;

namespace Assay.Reporting;

/// <summary>Numbers as both reports print them; scores in points of 100.</summary>
internal static class Figures
{
    /// <summary>Stands where there is no number.</summary>
    public const string None = "–";

    public static string Points(double? share) => share is { } s ? Text($"{100 * s:0.0}") : None;

    public static string Interval(double? low, double? high) => low is null || high is null ? None : $"{Points(low)} to {Points(high)}";

    public static string SignedPoints(double share) => Text($"{100 * share:+0.0;-0.0;0.0}");

    public static string Probability(double p) => p < 0.001 ? "<0.001" : Text($"{p:0.000}");

    public static string SignedInterval(double low, double high) => $"{SignedPoints(low)} to {SignedPoints(high)}";

    public static string Milliseconds(double? value) => value switch { null => None, >= 100 => Text($"{value:N0}"), _ => Text($"{value:0.0}") };

    public static string Count(long value) => Text($"{value:N0}");

    public static string Tokens(TokenResult tokens, double value) => Text($"{(tokens.Estimated ? "~" : "")}{value:N0}");

    /// <summary>US dollars for 1,000 questions: cents, and two more places where a price is below a cent.</summary>
    public static string PerThousand(decimal? costPerQuestion) => (1000 * costPerQuestion) switch
    {
        null => "unknown",
        > 0 and < 0.01m and { } usd => Text($"{usd:0.00##}"),
        { } usd => Text($"{usd:N2}"),
    };

    /// <summary>An amount of money without its currency: whole from 100 on, else to the cent.</summary>
    public static string Money(decimal amount) => Math.Abs(amount) switch
    {
        0 => "0",
        < 0.005m => "<0.01",
        < 100 => Text($"{amount:0.00}"),
        _ => Text($"{amount:N0}"),
    };

    /// <summary>An amount that may be far below a cent: three digits that count.</summary>
    public static string Price(decimal amount) => Math.Abs(amount) is > 0 and < 1 and var small
        ? Math.Round(amount, Math.Min(28, 2 - (int)Math.Floor(Math.Log10((double)small)))).ToString("0.00########################", System.Globalization.CultureInfo.InvariantCulture)
        : Money(amount);

    /// <summary>An amount of money to three digits that count, for figures that are ranges anyway: 48,213 is 48,200.</summary>
    public static string Rough(decimal amount)
    {
        decimal unit = 1;
        while (Math.Abs(amount) >= 1000 * unit) unit *= 10;
        return Money(unit == 1 ? amount : Math.Round(amount / unit, MidpointRounding.AwayFromZero) * unit);
    }

    /// <summary>A number in as few letters as an axis has room for: <c>0.05</c>, <c>12.5</c>, <c>467k</c>, <c>1.2M</c>.</summary>
    public static string Compact(double value) => Math.Abs(value) switch
    {
        0 => "0",
        < 0.1 => Text($"{value:0.####}"),
        < 999.5 => Text($"{value:0.##}"),
        < 999_500 => Text($"{Significant(value / 1e3):0.##}k"),
        < 999_500_000 => Text($"{Significant(value / 1e6):0.##}M"),
        _ => Text($"{Significant(value / 1e9):#,0.##}bn"),
    };

    public static string Text(FormattableString text) => FormattableString.Invariant(text);

    // Three digits that count.
    private static double Significant(double value) => Math.Abs(value) >= 100 ? Math.Round(value) : Math.Abs(value) >= 10 ? Math.Round(value, 1) : Math.Round(value, 2);
}

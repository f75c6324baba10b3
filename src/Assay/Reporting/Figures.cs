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

    public static string Text(FormattableString text) => FormattableString.Invariant(text);
}

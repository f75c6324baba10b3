using System.Globalization;
using Assay.Evaluation.Statistics;

namespace Assay.Decisions.Verdicts;

/// <summary>Numbers and links as the sentences of a verdict write them.</summary>
internal static class Wording
{
    public const string ScoresLink = "#scores", CostLink = "#cost", LatencyLink = "#latency", ConfidenceLink = "#confidence";

    public static string NeedLink(string need) => $"#need-{need.Replace('.', '-')}";

    public static string PairLink(string a, string b) => $"#pair-{a}-{b}";

    public static string Points(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} points");

    public static string Signed(double mean, Interval interval) => string.Create(
        CultureInfo.InvariantCulture, $"{100 * mean:+0.0;-0.0;0.0} points (95% interval {100 * interval.Low:+0.0;-0.0;0.0} to {100 * interval.High:+0.0;-0.0;0.0})");

    public static string Count(double number) => number.ToString(number < 10 ? "0.##" : "N0", CultureInfo.InvariantCulture);

    /// <summary>An amount with its currency: two digits after the point from 0.1 on, else four that count.</summary>
    public static string Amount(double amount, string currency) => $"{(Math.Abs(amount) is >= 0.1 or 0 ? amount.ToString("N2", CultureInfo.InvariantCulture) : ((decimal)Rounded(amount)).ToString("0.############", CultureInfo.InvariantCulture))} {currency}";

    public static string Percent(double share) => share is > 0.999 and < 1 ? "more than 99.9%" : share is > 0 and < 0.001 ? "less than 0.1%" : string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#}%");

    public static string Names(IEnumerable<string> arms) => string.Join(" and ", arms);

    /// <summary>A number rounded to four digits that count.</summary>
    public static double Rounded(double value)
    {
        if (value == 0 || !double.IsFinite(value)) return value;
        double unit = Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(value))) - 3);
        return Math.Round(value / unit) * unit;
    }
}

using System.Collections.Immutable;

namespace Assay.Evaluation.Answers;

/// <summary>Compares texts by the quantities in them: "5 GB" is "5,000 MB" and "5000 megabytes".</summary>
/// <remarks>
/// Two quantities match when they have the same dimension and their values differ by at most the tolerance, relative to the larger one, or by 1e-9, which is rounding. Dates match
/// only themselves. A quantity without a unit in the accepted answer matches the same number with any unit, because the question may have named it. Percent
/// and shares (5% and 0.05) and different currencies do not match.
/// </remarks>
public static class QuantityMatch
{
    private const double Rounding = 1e-9;

    /// <summary>Whether an answer has every quantity of an accepted one.</summary>
    /// <param name="answer">What was answered.</param>
    /// <param name="gold">An accepted answer.</param>
    /// <param name="tolerance">Largest relative difference, 0 or more.</param>
    /// <returns>Null when the accepted answer has no quantity.</returns>
    public static bool? Holds(string answer, string gold, double tolerance = 0) => Holds(QuantityReader.Find(answer), gold, tolerance);

    internal static bool? Holds(ImmutableArray<Quantity> answer, string gold, double tolerance)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tolerance);
        ImmutableArray<Quantity> expected = QuantityReader.Find(gold);
        return expected.IsEmpty ? null : expected.All(e => answer.Any(a => Same(a, e, tolerance)));
    }

    private static bool Same(Quantity answer, Quantity expected, double tolerance)
    {
        if (expected.Dimension == "date") return answer == expected;
        if (expected.Dimension.Length == 0) return answer.Dimension != "date" && Near(answer.Written, expected.Written, tolerance);
        return answer.Dimension == expected.Dimension && Near(answer.Value, expected.Value, tolerance);
    }

    private static bool Near(double a, double b, double tolerance) => Math.Abs(a - b) <= Math.Max(tolerance, Rounding) * Math.Max(Math.Abs(a), Math.Abs(b));
}

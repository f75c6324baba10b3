using Assay.Comparing;
using Assay.Decisions.Verdicts;

namespace Assay.Reporting;

/// <summary>The verdict in words.</summary>
internal static class VerdictText
{
    /// <summary>One line for the top of a report.</summary>
    public static string Headline(Comparison comparison) => comparison.Verdict.Kind == VerdictKind.Ship
        ? $"{Short(comparison)} (best of the arms that may be shipped in {Percent(comparison.Verdict.Confidence)} of resamples)"
        : Short(comparison);

    /// <summary>The decision alone, without its confidence.</summary>
    public static string Short(Comparison comparison) => comparison.Verdict.Kind switch
    {
        VerdictKind.Ship => $"ship {Arm(comparison)}",
        VerdictKind.NoDetectableDifference => $"no detectable difference: ship {Arm(comparison)}, the cheapest",
        VerdictKind.Undecided when comparison.Verdict.QuestionsNeeded is { } more => Figures.Text($"undecided: ask {more:N0} more questions"),
        VerdictKind.Undecided => "undecided",
        _ => "none meets the requirements",
    };

    // A trained arm is an arm with a version: without it nobody knows what to ship.
    private static string Arm(Comparison comparison) =>
        comparison.Arms.FirstOrDefault(a => a.Arm == comparison.Verdict.Ship)?.Version is { } version ? $"{comparison.Verdict.Ship} with {version}" : comparison.Verdict.Ship!;

    /// <summary>A share in percent; one that is not quite whole is not rounded to 100%.</summary>
    public static string Percent(double share) => share is > 0.999 and < 1 ? "more than 99.9%" : Figures.Text($"{100 * share:0.0}%");
}

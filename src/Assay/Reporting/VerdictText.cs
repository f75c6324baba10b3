using System.Globalization;
using Assay.Decisions.Verdicts;

namespace Assay.Reporting;

/// <summary>The verdict in words.</summary>
internal static class VerdictText
{
    /// <summary>One line for the top of a report.</summary>
    public static string Headline(Verdict verdict) => verdict.Kind switch
    {
        VerdictKind.Ship => $"ship {verdict.Ship} (best of the arms that may be shipped in {Percent(verdict.Confidence)} of resamples)",
        VerdictKind.NoDetectableDifference => $"no detectable difference: ship {verdict.Ship}, the cheapest",
        VerdictKind.Undecided when verdict.QuestionsNeeded is { } more => $"undecided: ask {more.ToString("N0", CultureInfo.InvariantCulture)} more questions",
        VerdictKind.Undecided => "undecided: answers are missing, run again",
        _ => "none meets the requirements",
    };

    private static string Percent(double share) => share is > 0.999 and < 1 ? "more than 99.9%" : string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0}%");
}

using Assay.Decisions.Verdicts;

namespace Assay.Reporting;

/// <summary>The verdict in words.</summary>
internal static class VerdictText
{
    /// <summary>One line for the top of a report.</summary>
    public static string Headline(Verdict verdict) => verdict.Kind == VerdictKind.Ship
        ? $"ship {verdict.Ship} (best of the arms that may be shipped in {Percent(verdict.Confidence)} of resamples)"
        : Short(verdict);

    /// <summary>The decision alone, without its confidence.</summary>
    public static string Short(Verdict verdict) => verdict.Kind switch
    {
        VerdictKind.Ship => $"ship {verdict.Ship}",
        VerdictKind.NoDetectableDifference => $"no detectable difference: ship {verdict.Ship}, the cheapest",
        VerdictKind.Undecided when verdict.QuestionsNeeded is { } more => Figures.Text($"undecided: ask {more:N0} more questions"),
        VerdictKind.Undecided => "undecided",
        _ => "none meets the requirements",
    };

    /// <summary>A share in percent; one that is not quite whole is not rounded to 100%.</summary>
    public static string Percent(double share) => share is > 0.999 and < 1 ? "more than 99.9%" : Figures.Text($"{100 * share:0.0}%");
}

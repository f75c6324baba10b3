using Assay.Comparing;
using Assay.Decisions.Verdicts;

namespace Assay.Reporting;

/// <summary>The verdict in words.</summary>
internal static class VerdictText
{
    /// <summary>One line for the top of a report.</summary>
    public static string Headline(Comparison comparison) => comparison.Verdict.Kind == VerdictKind.Ship
        ? $"{Short(comparison)} (the right choice in {Percent(comparison.Verdict.Confidence)} of resamples)"
        : Short(comparison);

    /// <summary>The decision alone, without its confidence.</summary>
    public static string Short(Comparison comparison) => Short(comparison.Verdict, comparison.Arms.FirstOrDefault(a => a.Arm == comparison.Verdict.Ship)?.Version);

    /// <summary>The decision alone, without its confidence.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="version">The trained version that the arm answered with: without it nobody knows what to ship; null for none.</param>
    public static string Short(Verdict verdict, string? version)
    {
        string arm = version is null ? verdict.Ship ?? "" : $"{verdict.Ship} with {version}";
        return verdict.Kind switch
        {
            VerdictKind.Ship => $"ship {arm}",
            VerdictKind.NoDetectableDifference => $"no detectable difference: ship {arm}, the cheapest",
            VerdictKind.Undecided when verdict.QuestionsNeeded is { } more => Figures.Text($"undecided: ask {more:N0} more questions"),
            VerdictKind.Undecided => "undecided",
            _ => "none meets the requirements",
        };
    }

    /// <summary>The arm the verdict names, else the best one that may be shipped; null when none has a score.</summary>
    public static ArmResult? Leader(Comparison comparison) =>
        comparison.Arms.FirstOrDefault(a => a.Arm == comparison.Verdict.Ship) ?? comparison.Arms.Where(a => !a.Reference && a.Score is not null).OrderByDescending(a => a.Score).FirstOrDefault();

    /// <summary>A share in percent; no number of draws makes it 100%.</summary>
    public static string Percent(double share) => share > 0.999 ? "more than 99.9%" : Figures.Text($"{100 * share:0.0}%");
}

using System.Globalization;
using Assay.Text;

namespace Assay.Benchmarks.Decisions;

/// <summary>Verdicts beside what is known: published result tables, and made-up projects with a known truth.</summary>
internal static class DecisionsVerb
{
    private const string Usage = "decisions published REPORT.md | decisions calibration REPORT.md [PROJECTS]";

    /// <summary>Runs the measurement.</summary>
    public static void Run(string[] args)
    {
        Verbs.Require(args, 2, Usage);
        switch (args[0])
        {
            case "published":
                PublishedReport.Write(args[1]);
                break;
            case "calibration":
                CalibrationReport.Write(args[1], args.Length > 2 ? Number(args[2]) : 2_000);
                break;
            default:
                throw new InputException(new Problem("", null, $"expected: {Usage}, found '{args[0]}'."));
        }
    }

    /// <summary>A share in percent.</summary>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0}%");

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is > 0 and <= 100_000
        ? number
        : throw new InputException(new Problem("", null, $"PROJECTS must be a whole number from 1 to 100,000, found '{text}'."));
}

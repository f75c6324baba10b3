using System.Globalization;
using Assay.Benchmarks.Reports;
using Assay.Decisions.Verdicts;
using Assay.Evaluation.Statistics;
using Assay.Tests.Decisions.Verdicts.Synthetic;

namespace Assay.Benchmarks.Decisions;

/// <summary>Probabilities and flip points of verdicts on made-up projects with a known truth.</summary>
internal static class CalibrationReport
{
    private const int FirstSeed = 70_000_000;

    /// <summary>Runs it.</summary>
    /// <param name="path">Where the report goes.</param>
    /// <param name="projects">Projects to draw.</param>
    public static void Write(string path, int projects)
    {
        var runs = new CalibrationRuns();
        for (int i = 1; i <= projects; i++)
        {
            runs.Add(SyntheticProject.Draw(FirstSeed + i));
            if (i % 500 == 0) Console.Error.WriteLine(i);
        }

        var report = new MarkdownReport("Are verdicts as sure as they should be?", string.Create(CultureInfo.InvariantCulture, $"dotnet run -c Release --project bench/Assay.Benchmarks -- decisions calibration docs/benchmarks/decision-calibration.md {projects}"), TimeProvider.System);
        report.Say(string.Create(CultureInfo.InvariantCulture, $"{projects:N0} made-up projects: 2 to 6 arms, 80 to 600 questions in documents of 1 to about 12 with unequal numbers, scores that are right/wrong, two humps or losses with a Pareto tail, an effect of each arm on each document with the tails of t at three degrees of freedom, latencies with Pareto tails, lognormal costs, amounts of money of which only a range is told, a volume, retrainings, and in part limits on latency, build and month near the truth of one arm, and a cost of wrong answers. In a quarter of the projects all arms are equally good. None of these shapes is known to the verdict. The method was chosen on projects with other seeds. The best arm is what the rule names on the true figures. The verdicts took {1000 * runs.Seconds / projects:0} ms each, 2,000 joint draws included."));
        Probabilities(report, runs);
        Flips(report, runs);
        List<string[]> kinds = [.. runs.Kinds.Select(k => new[] { Name(k.Key), Number(k.Value.All), k.Key == VerdictKind.Undecided ? "" : Share(k.Value.Right, k.Value.All), DecisionsVerb.Percent(k.Value.Confidence / k.Value.All) })];
        report.Say("**Verdicts by kind.** Right: the arm named is the one that the rule names on the true figures, or none meets the requirements there. An arm may be shown to be better than all others and still not be the rule's choice, when the lead is smaller than what matters or a limit is near: then the confidence says so.");
        report.Table(["", "verdicts", "right", "mean confidence"], kinds);
        report.Finish(path);
    }

    private static void Probabilities(MarkdownReport report, CalibrationRuns runs)
    {
        report.Say("**P(best) beside what came true**, in ten bins of equal width; the expected calibration error is the mean distance of the two.");
        report.Table(["", "probabilities", "expected calibration error"],
        [
            ["highest P(best) of each project", Number(runs.Highest.Count), Error(runs.Highest)],
            ["P(best) of every arm, and of none meeting the requirements", Number(runs.Best.Count), Error(runs.Best)],
            ["P(meets every requirement) of every arm, where in doubt", Number(runs.Meets.Count), Error(runs.Meets)],
        ]);
        Dictionary<double, (int Count, double Stated, double Came)> every = runs.Best.Table().ToDictionary(b => b.From, b => (b.Count, b.Stated, b.Came)), highest = runs.Highest.Table().ToDictionary(b => b.From, b => (b.Count, b.Stated, b.Came));
        report.Table(["P(best)", "highest: projects", "stated", "came true", "every arm and none: number", "stated", "came true"], every.Keys.Order().Select(from =>
        {
            (int count, double stated, double came) = every[from];
            string[] top = highest.TryGetValue(from, out (int Count, double Stated, double Came) h) ? [Number(h.Count), Digits(h.Stated), Digits(h.Came)] : ["", "", ""];
            return (string[])[string.Create(CultureInfo.InvariantCulture, $"{from:0.0} to {from + 0.1:0.0}"), .. top, Number(count), Digits(stated), Digits(came)];
        }));
    }

    private static void Flips(MarkdownReport report, CalibrationRuns runs)
    {
        report.Say("**Flip points of the arm named**: their 90% intervals hold the truth (that it changes beyond the range, or not at all, included). The last two columns leave out those which say with 95% certainty that nothing changes within the range.");
        List<string[]> rows = [.. runs.Flips.Select(f => Row(Name(f.Key), f.Value)), Row("all", runs.AllFlips)];
        report.Table(["axis", "flip points", "intervals that hold the truth", "ending within the range", "of those, hold the truth"], rows);
    }

    private static string[] Row(string name, FlipCount count) => [name, Number(count.All), Share(count.Held, count.All), Number(count.Within), Share(count.WithinHeld, count.Within)];

    private static string Name(Enum value) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()).Replace('_', ' ');

    private static string Error(Reliability reliability) => Digits(reliability.Error);

    private static string Digits(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Share(int count, int of)
    {
        if (of == 0) return "";
        Interval interval = Wilson.Of(count, of)!.Value;
        return string.Create(CultureInfo.InvariantCulture, $"{100.0 * count / of:0.0}% [{100 * interval.Low:0.0}, {100 * interval.High:0.0}]");
    }
}

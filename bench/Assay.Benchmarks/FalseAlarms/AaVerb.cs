using System.Globalization;
using Assay.Benchmarks.Reports;
using Assay.Evaluation.Statistics;
using Assay.Text;

namespace Assay.Benchmarks.FalseAlarms;

/// <summary>A/A runs: false alarms of the gates where nothing differs, and differences found where something does.</summary>
internal static class AaVerb
{
    private static readonly string[] s_header = ["scenario", "ρ", "questions", "design effect", "gate", "pairs", "95% intervals that hold the truth: differences", "means"];

    /// <summary>Runs the measurement.</summary>
    public static void Run(string[] args)
    {
        Verbs.Require(args, 1, "aa REPORT.md [PROJECTS]");
        int projects = args.Length > 1 && int.TryParse(args[1], NumberStyles.None, CultureInfo.InvariantCulture, out int given) && given is > 0 and <= 100_000 ? given
            : args.Length > 1 ? throw new InputException(new Problem("", null, $"PROJECTS must be a whole number from 1 to 100,000, found '{args[1]}'.")) : 1000;
        var report = new MarkdownReport("False alarms and differences found", "dotnet run -c Release --project bench/Assay.Benchmarks -- aa docs/benchmarks/statistics.md 1000", TimeProvider.System);
        report.Say(string.Create(CultureInfo.InvariantCulture, $"{projects:N0} simulated projects a scenario: a run in use and {Scenario.Arms} arms, {Scenario.Measures.Length} measures, judged by the product's own gates (`f1:high>=0 vs champion` and so on: {Scenario.Arms * Scenario.Measures.Length} alarms, set at 5% together) and pairs (all {(Scenario.Arms + 1) * Scenario.Arms / 2} of one measure, set at 5% together). Brackets: 95% Wilson intervals over the projects. ρ is the correlation of the latent numbers behind two questions about one document; the arms agree in half of that. Heavy tails: losses with Pareto index 0.7, cut at 1. Skewed sizes: questions a document fall as one over its rank. The generator came before the method, and the method was chosen on projects with other seeds."));
        List<string[]> alarms = [], naive = [], power = [];
        int all = 0, red = 0, found = 0;
        foreach (Scenario s in Scenario.All())
        {
            Console.Error.WriteLine(s.Name);
            FalseAlarmRuns.Alarms a = FalseAlarmRuns.Unchanged(s, projects);
            (double smallest, int seen) = FalseAlarmRuns.Changed(s, projects);
            (all, red, found) = (all + projects, red + a.Gate, found + seen);
            alarms.Add([s.Name, Text(s.Correlation), Text(s.Questions, "0"), Text(a.DesignEffect, "0.00"), Share(a.Gate, projects), Share(a.Pairs, projects), Percent(a.Covered, Scenario.Arms * Scenario.Measures.Length * projects), Percent(a.MeanCovered, projects)]);
            naive.Add([s.Name, Percent(a.Gate, projects), Percent(a.NoClusters, projects), Percent(a.NoHolm, projects), Percent(a.Neither, projects)]);
            power.Add([s.Name, string.Create(CultureInfo.InvariantCulture, $"{100 * smallest:0.0} points"), Share(seen, projects)]);
        }

        report.Say("**Nothing differs**: projects in which at least one gate is red, or at least one pair is told apart.");
        report.Table(s_header, alarms);
        report.Say($"All scenarios together: {Share(red, all)} of the projects have a red gate.");
        report.Say("**What the corrections are for**: the same projects, judged as evaluators usually do.");
        report.Table(["scenario", "ours", "questions taken as independent", "every test at 5%", "both"], naive);
        report.Say($"**One arm is worse in one measure** by the smallest difference that `assay eval plan` declares for the scenario ({Scenario.Arms * Scenario.Measures.Length} tests, one-sided, power 80%): projects in which just that gate is red.");
        report.Table(["scenario", "difference", "found"], power);
        report.Say($"All scenarios together: {Share(found, all)}.");
        Stopping(report, projects);
        report.Finish(args[0]);
    }

    private static void Stopping(MarkdownReport report, int projects)
    {
        Scenario scenario = Scenario.All().First(s => s.Name == Scenario.Typical);
        report.Say($"**Stopping early**: two arms of '{scenario.Name}' (one measure), looked at after each fifth of the documents by `StoppingRule`; beside it, looks at 5% each.");
        (int stopped, int often) = EarlyStops.Unchanged(scenario, projects);
        (int found, double asked) = EarlyStops.Changed(scenario, projects);
        report.Table(["", "stopped with a result", "at 5% each look", "share of questions asked"],
            [["nothing differs", Share(stopped, projects), Share(often, projects), ""], ["one arm 15 points worse", Share(found, projects), "", Text(asked, "0.00")]]);
    }

    private static string Share(int count, int of)
    {
        Interval interval = Wilson.Of(count, of)!.Value;
        return string.Create(CultureInfo.InvariantCulture, $"{100.0 * count / of:0.0}% [{100 * interval.Low:0.0}, {100 * interval.High:0.0}]");
    }

    private static string Percent(int count, int of) => string.Create(CultureInfo.InvariantCulture, $"{100.0 * count / of:0.0}%");

    private static string Text(double value, string form = "0.0") => value.ToString(form, CultureInfo.InvariantCulture);
}

using System.Collections.Immutable;
using Assay.Evaluation.Gates;
using Assay.Evaluation.Statistics;

namespace Assay.Benchmarks.FalseAlarms;

/// <summary>How often the product's gates and pairs raise a false alarm in simulated projects, and find a true difference.</summary>
internal static class FalseAlarmRuns
{
    private const int PilotQuestions = 20_000, PilotSeed = 77_000_001, FirstSeed = 2_000_000, PowerSeed = 60_000_000;

    private static readonly ImmutableArray<Gate> s_gates = GateParser.Read(string.Join(',', Scenario.Measures.Select(m => $"{m}:high>=0 vs champion")), "gates");

    /// <summary>What came of the projects of one scenario without a difference.</summary>
    /// <param name="Projects">Projects drawn.</param>
    /// <param name="Gate">Projects in which a gate was red.</param>
    /// <param name="Pairs">Projects in which two of the five runs were told apart.</param>
    /// <param name="NoHolm">Projects with an alarm if every gate were judged alone.</param>
    /// <param name="NoClusters">Projects with an alarm if questions counted as independent.</param>
    /// <param name="Neither">Projects with an alarm with neither correction.</param>
    /// <param name="Covered">95% intervals of a difference that held 0, of twelve a project.</param>
    /// <param name="MeanCovered">95% intervals of a mean that held the truth, of one a project.</param>
    /// <param name="DesignEffect">Mean design effect.</param>
    internal sealed record Alarms(int Projects, int Gate, int Pairs, int NoHolm, int NoClusters, int Neither, int Covered, int MeanCovered, double DesignEffect);

    /// <summary>Draws projects in which nothing differs.</summary>
    public static Alarms Unchanged(Scenario scenario, int projects)
    {
        int gate = 0, pairs = 0, noHolm = 0, noClusters = 0, neither = 0, covered = 0, meanCovered = 0;
        double effect = 0, truth = scenario.Baseline.MeanAt(0);
        for (int seed = 1; seed <= projects; seed++)
        {
            SimulatedProject project = SimulatedProject.Draw(scenario, FirstSeed + seed);
            ClusteredEstimate[][] differences = Differences(project, project.Documents), independent = Differences(project, null);
            ClusteredEstimate[] all = [.. differences.SelectMany(d => d)];
            effect += all.Average(d => d.DesignEffect ?? 1) / projects;
            gate += Judge(differences).Passed ? 0 : 1;
            noHolm += all.Any(d => d.PBelow(0) <= PairedFamily.Level) ? 1 : 0;
            noClusters += Judge(independent).Passed ? 0 : 1;
            neither += independent.SelectMany(d => d).Any(d => d.PBelow(0) <= PairedFamily.Level) ? 1 : 0;
            pairs += PairedFamily.Of([.. project.Runs.Select(r => r[0])], project.Documents).Any(p => p.IsShown) ? 1 : 0;
            covered += all.Count(d => d.Interval is { Low: <= 0, High: >= 0 });
            meanCovered += Clustered.Mean(project.Runs[0][0], project.Documents).Interval is { } i && i.Low <= truth && i.High >= truth ? 1 : 0;
        }

        return new Alarms(projects, gate, pairs, noHolm, noClusters, neither, covered, meanCovered, effect);
    }

    /// <summary>Draws projects in which one arm is worse in one measure by the smallest difference that the planner declares for the scenario.</summary>
    /// <returns>That difference, and the projects in which just that gate was red.</returns>
    public static (double Smallest, int Found) Changed(Scenario scenario, int projects)
    {
        (double smallest, double lowered) = Declared(scenario);
        int found = 0;
        for (int seed = 1; seed <= projects; seed++)
        {
            SimulatedProject project = SimulatedProject.Draw(scenario, PowerSeed + seed, lowered);
            found += Judge(Differences(project, project.Documents)).Verdicts[0].Passed ? 0 : 1;
        }

        return (smallest, found);
    }

    // The difference whose size is what the planner can find, given how differences spread and hang together at that difference.
    private static (double Smallest, double Lowered) Declared(Scenario scenario)
    {
        int times = PilotQuestions / scenario.Questions;
        Scenario pilot = scenario with { Documents = [.. Enumerable.Repeat(scenario.Documents, times).SelectMany(d => d)] };
        StudyDesign design = new() { IsOneSided = true, Tests = Scenario.Arms * Scenario.Measures.Length };
        double low = 0, high = 6, smallest = 1;
        for (int i = 0; i < 20; i++)
        {
            double middle = (low + high) / 2, difference = scenario.Arm.MeanAt(0) - scenario.Arm.MeanAt(middle);
            SimulatedProject drawn = SimulatedProject.Draw(pilot, PilotSeed, middle);
            ClusteredEstimate d = Clustered.Difference(drawn.Runs[1][0], drawn.Runs[0][0], drawn.Documents);
            smallest = SamplePlanner.SmallestDifference(d.StandardDeviation!.Value, scenario.Questions, design.Like(d)) ?? 1;
            if (difference < smallest) low = middle;
            else high = middle;
        }

        return (smallest, high);
    }

    private static GateResult Judge(ClusteredEstimate[][] differences) => GateJudge.Judge(s_gates, [.. differences.Select((d, arm) => new GateSubject($"arm{arm}", d.Select((e, m) => (Name: Scenario.Measures[m], Evidence: new GateEvidence
    {
        Value = 0.5, Unit = GateUnit.Share, N = e.N, Against = ImmutableSortedDictionary<string, ClusteredEstimate>.Empty.Add("champion", e),
    })).ToDictionary(e => e.Name, e => e.Evidence)))]);

    private static ClusteredEstimate[][] Differences(SimulatedProject project, Dictionary<string, string>? documents) =>
        [.. project.Runs.Skip(1).Select(run => run.Select((scores, m) => Clustered.Difference(scores, project.Runs[0][m], documents)).ToArray())];
}

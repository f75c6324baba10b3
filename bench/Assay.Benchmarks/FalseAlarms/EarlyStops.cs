using Assay.Evaluation.Statistics;

namespace Assay.Benchmarks.FalseAlarms;

/// <summary>Runs of two arms that may stop after each fifth of the documents.</summary>
internal static class EarlyStops
{
    private const int Looks = 5, FirstSeed = 3_000_000, PowerSeed = 90_000_000;
    private const double Worse = 0.15;

    /// <summary>Runs in which nothing differs.</summary>
    /// <returns>How many were stopped by the rule, and by looks at 5% each.</returns>
    public static (int Stopped, int Often) Unchanged(Scenario scenario, int projects)
    {
        StoppingRule rule = StoppingRule.Equal(Looks);
        int stopped = 0, often = 0;
        for (int seed = 1; seed <= projects; seed++)
        {
            double[] values = PValues(SimulatedProject.Draw(scenario, FirstSeed + seed));
            stopped += Enumerable.Range(0, Looks).Any(look => rule.Stops(look, values[look])) ? 1 : 0;
            often += values.Any(p => p <= 0.05) ? 1 : 0;
        }

        return (stopped, often);
    }

    /// <summary>Runs in which one arm is worse by 15 points.</summary>
    /// <returns>How many were stopped with a result, and the share of questions asked.</returns>
    public static (int Found, double Asked) Changed(Scenario scenario, int projects)
    {
        StoppingRule rule = StoppingRule.Equal(Looks);
        double low = 0, high = 6;
        for (int i = 0; i < 30; i++)
        {
            double middle = (low + high) / 2;
            if (scenario.Arm.MeanAt(0) - scenario.Arm.MeanAt(middle) < Worse) low = middle;
            else high = middle;
        }

        int found = 0;
        double asked = 0;
        for (int seed = 1; seed <= projects; seed++)
        {
            double[] values = PValues(SimulatedProject.Draw(scenario, PowerSeed + seed, high));
            int look = Enumerable.Range(0, Looks).FirstOrDefault(l => rule.Stops(l, values[l]), -1);
            found += look >= 0 ? 1 : 0;
            asked += rule.Looks[look < 0 ? Looks - 1 : look].Share / projects;
        }

        return (found, asked);
    }

    private static double[] PValues(SimulatedProject project)
    {
        string[] documents = [.. project.Documents.Values.Distinct()];
        return [.. Enumerable.Range(1, Looks).Select(look =>
        {
            HashSet<string> asked = [.. documents.Take(documents.Length * look / Looks)];
            Dictionary<string, double?> Seen(Dictionary<string, double?> scores) => scores.Where(s => asked.Contains(project.Documents[s.Key])).ToDictionary(StringComparer.Ordinal);
            return Clustered.Difference(Seen(project.Runs[1][0]), Seen(project.Runs[0][0]), project.Documents).PValue();
        })];
    }
}

namespace Assay.Benchmarks.FalseAlarms;

/// <summary>Scores of a baseline and several arms on the questions of one made-up project.</summary>
/// <remarks>
/// A latent number is √½ times the question's difficulty, the same for all, plus √½ times a part of its own for every arm and measure. Both parts are √ρ times that of the document
/// plus √(1−ρ) times that of the question. So arms agree on what is hard, and where they differ they differ by document.
/// </remarks>
internal sealed class SimulatedProject
{
    private SimulatedProject(Dictionary<string, double?>[][] runs, Dictionary<string, string> documents) => (Runs, Documents) = (runs, documents);

    /// <summary>Scores by run (the baseline first), measure and question.</summary>
    public Dictionary<string, double?>[][] Runs { get; }

    /// <summary>Document of each question.</summary>
    public Dictionary<string, string> Documents { get; }

    /// <summary>Draws a project.</summary>
    /// <param name="scenario">What it is like.</param>
    /// <param name="seed">Its number.</param>
    /// <param name="lowered">By how much the latent numbers of the first arm's first measure are lowered; 0: nothing differs.</param>
    public static SimulatedProject Draw(Scenario scenario, int seed, double lowered = 0)
    {
        Gaussian random = new(seed);
        double[][] difficulty = [.. Scenario.Measures.Select(_ => Clustered(scenario, random))];
        string[] ids = [.. Enumerable.Range(0, scenario.Questions).Select(q => $"q{q:D5}")];
        var runs = new Dictionary<string, double?>[Scenario.Arms + 1][];
        for (int run = 0; run < runs.Length; run++)
        {
            runs[run] = new Dictionary<string, double?>[Scenario.Measures.Length];
            ScoreShape shape = run == 0 ? scenario.Baseline : scenario.Arm;
            for (int m = 0; m < Scenario.Measures.Length; m++)
            {
                double[] own = Clustered(scenario, random);
                double less = run == 1 && m == 0 ? lowered : 0;
                Dictionary<string, double?> scores = runs[run][m] = new(ids.Length, StringComparer.Ordinal);
                for (int q = 0; q < ids.Length; q++) scores[ids[q]] = shape.Score((Math.Sqrt(0.5) * (difficulty[m][q] + own[q])) - less);
            }
        }

        Dictionary<string, string> documents = new(StringComparer.Ordinal);
        int question = 0;
        for (int d = 0; d < scenario.Documents.Length; d++)
        {
            for (int i = 0; i < scenario.Documents[d]; i++) documents[ids[question++]] = $"d{d}";
        }

        return new SimulatedProject(runs, documents);
    }

    private static double[] Clustered(Scenario scenario, Gaussian random)
    {
        double[] values = new double[scenario.Questions];
        int at = 0;
        foreach (int size in scenario.Documents)
        {
            double shared = Math.Sqrt(scenario.Correlation) * random.Next();
            for (int i = 0; i < size; i++) values[at++] = shared + (Math.Sqrt(1 - scenario.Correlation) * random.Next());
        }

        return values;
    }
}

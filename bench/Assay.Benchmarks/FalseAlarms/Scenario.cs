namespace Assay.Benchmarks.FalseAlarms;

/// <summary>What simulated projects are like: documents, how questions of one document hang together, and scores.</summary>
/// <param name="Name">For the report.</param>
/// <param name="Documents">Questions by document.</param>
/// <param name="Correlation">Correlation of latent numbers of two questions about one document, in [0, 1).</param>
/// <param name="Baseline">Scores of the run compared with.</param>
/// <param name="Arm">Scores of the arms: the same mean.</param>
internal sealed record Scenario(string Name, int[] Documents, double Correlation, ScoreShape Baseline, ScoreShape Arm)
{
    /// <summary>Arms beside the baseline.</summary>
    public const int Arms = 4;

    /// <summary>Name of the scenario that stands for an ordinary project.</summary>
    public const string Typical = "heavy tails, 40 documents of 5";

    /// <summary>Names of the measures.</summary>
    public static readonly string[] Measures = ["f1", "facts", "citations"];

    /// <summary>Questions asked.</summary>
    public int Questions => Documents.Sum();

    /// <summary>All scenarios.</summary>
    public static IReadOnlyList<Scenario> All()
    {
        ScoreShape coin = new(0.7), rare = new(0.95), tail = new(0.8, 0.7), light = new(0.8, 3), wrong = new(0.8);
        int[] equal = Equal(40, 5), skewed = Skewed(30, 200);
        return
        [
            new("right/wrong, 40 documents of 5", equal, 0, coin, coin),
            new("right/wrong, 40 documents of 5", equal, 0.3, coin, coin),
            new("right/wrong, skewed sizes", skewed, 0.5, coin, coin),
            new("95% right, 50 documents of 4", Equal(50, 4), 0.2, rare, rare),
            new(Typical, equal, 0.3, tail, tail),
            new("heavy tails, skewed sizes", skewed, 0.5, tail, tail),
            new("heavy tails against light, skewed sizes", skewed, 0.3, light, tail),
            new("right/wrong against heavy tails, 40 of 5", equal, 0.3, tail, wrong),
            new("right/wrong, few: 12 documents of 4", Equal(12, 4), 0.3, coin, coin),
            new("heavy tails, few: 12 documents of 4", Equal(12, 4), 0.5, tail, tail),
            new("heavy tails, 300 documents of 1", Equal(300, 1), 0, tail, tail),
        ];
    }

    private static int[] Equal(int documents, int questions) => [.. Enumerable.Repeat(questions, documents)];

    // Sizes fall as one over the rank; every document has a question.
    private static int[] Skewed(int documents, int questions)
    {
        double harmonic = Enumerable.Range(1, documents).Sum(r => 1.0 / r);
        int[] sizes = [.. Enumerable.Range(1, documents).Select(r => 1 + (int)((questions - documents) / harmonic / r))];
        sizes[0] += questions - sizes.Sum();
        return sizes;
    }
}

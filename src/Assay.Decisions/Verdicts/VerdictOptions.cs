namespace Assay.Decisions.Verdicts;

/// <summary>What the verdict depends on besides measurements and needs.</summary>
public sealed record VerdictOptions
{
    /// <summary>Seed of the bootstrap.</summary>
    /// <value>0</value>
    public int Seed { get; init; }

    /// <summary>A smaller difference of mean scores does not matter to the product, as a share in (0, 1).</summary>
    /// <value>0.05: five points</value>
    public double DifferenceThatMatters { get; init; } = 0.05;

    /// <summary>Fewer scored questions than this decide nothing, whatever they show.</summary>
    /// <value>30</value>
    public int LeastQuestions { get; init; } = 30;

    /// <summary>Share of missing answers of any arm that may be shipped up to which a verdict is given.</summary>
    /// <value>0.01</value>
    public double MissingShareAllowed { get; init; } = 0.01;
}

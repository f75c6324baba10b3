namespace Assay.Evaluation.Statistics;

/// <summary>How a comparison is judged and how its questions hang together: what a sample size depends on besides the size of the difference.</summary>
public sealed record StudyDesign
{
    /// <summary>Chance of a false alarm over all <see cref="Tests"/>; above 0, below 1.</summary>
    /// <value>0.05</value>
    public double Alpha { get; init; } = 0.05;

    /// <summary>Chance to find the difference when it is there; above 0, below 1.</summary>
    /// <value>0.8</value>
    public double Power { get; init; } = 0.8;

    /// <summary>Whether only a difference in one direction is looked for, as a gate against a regression does.</summary>
    public bool IsOneSided { get; init; }

    /// <summary>Comparisons judged together (arms times measures); at least 1. The level is divided by them, which is Holm's first step.</summary>
    /// <value>1</value>
    public int Tests { get; init; } = 1;

    /// <summary>Mean number of questions about one document; at least 1.</summary>
    /// <value>1</value>
    public double QuestionsPerCluster { get; init; } = 1;

    /// <summary>Standard deviation of the number of questions about a document, divided by its mean; 0 when all have as many.</summary>
    /// <value>0</value>
    public double SizeVariation { get; init; }

    /// <summary>Correlation of the differences of two questions about one document, in [0, 1].</summary>
    /// <value>0</value>
    public double Correlation { get; init; }

    /// <summary>The same design with questions that hang together as those of a measured difference did.</summary>
    /// <param name="measured">What was measured; with at least one question.</param>
    /// <returns>Cluster size, its variation and correlation (at least 0) set, and the design effect that was measured (at least 1), which holds for clusters of like sizes.</returns>
    public StudyDesign Like(ClusteredEstimate measured)
    {
        ArgumentNullException.ThrowIfNull(measured);
        ArgumentOutOfRangeException.ThrowIfZero(measured.N);
        return this with { QuestionsPerCluster = (double)measured.N / measured.Clusters, SizeVariation = measured.SizeVariation, Correlation = Math.Clamp(measured.Correlation ?? 0, 0, 1), MeasuredEffect = measured.DesignEffect is { } effect ? Math.Max(1, effect) : null };
    }

    /// <summary>The design effect that was measured; null when it is worked out.</summary>
    public double? MeasuredEffect { get; init; }

    /// <summary>How many times more questions are needed than of independent ones: <see cref="MeasuredEffect"/>, else 1 + ((1 + cv²)·m − 1)·ρ (Kish 1965), m questions a document whose number varies by cv.</summary>
    public double DesignEffect => MeasuredEffect ?? (1 + ((((1 + (SizeVariation * SizeVariation)) * QuestionsPerCluster) - 1) * Correlation));

    /// <summary>Level of a single test, in one direction.</summary>
    internal double Tail => Alpha / Tests / (IsOneSided ? 1 : 2);

    internal void Check()
    {
        if (!(Alpha is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(Alpha), Alpha, "Must be above 0 and below 1.");
        if (!(Power is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(Power), Power, "Must be above 0 and below 1.");
        ArgumentOutOfRangeException.ThrowIfLessThan(Tests, 1);
        if (!(QuestionsPerCluster >= 1 && double.IsFinite(QuestionsPerCluster))) throw new ArgumentOutOfRangeException(nameof(QuestionsPerCluster), QuestionsPerCluster, "Must be 1 or more.");
        if (!(SizeVariation >= 0 && double.IsFinite(SizeVariation))) throw new ArgumentOutOfRangeException(nameof(SizeVariation), SizeVariation, "Must be 0 or more.");
        if (MeasuredEffect is { } effect && !(effect >= 1 && double.IsFinite(effect))) throw new InvalidOperationException($"A design effect must be 1 or more, found {effect}.");
        if (!(Correlation is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(Correlation), Correlation, "Must lie in [0, 1].");
    }
}

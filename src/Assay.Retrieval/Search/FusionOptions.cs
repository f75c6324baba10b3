namespace Assay.Retrieval.Search;

/// <summary>How keyword and dense results become one ranking.</summary>
public sealed record FusionOptions
{
    /// <summary>What is added up.</summary>
    /// <value>Normalised scores.</value>
    public FusionMethod Method { get; init; } = FusionMethod.Scores;

    /// <summary>What dense results count, keyword results counting the rest; 0 turns the stage off; to 1.</summary>
    /// <value>0.5.</value>
    public double DenseWeight { get; init; } = 0.5;

    /// <summary>The k of reciprocal rank fusion; 1 to 10,000.</summary>
    /// <value>60 (Cormack, Clarke and Büttcher 2009).</value>
    public int Constant { get; init; } = 60;
}

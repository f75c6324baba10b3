namespace Assay.RetrievalTuning;

/// <summary>When a stage pays.</summary>
public sealed record StageOptions
{
    /// <summary>Folds of the outer cross-validation; 2 or more.</summary>
    /// <value>5.</value>
    public int Folds { get; init; } = 5;

    /// <summary>Folds inside, for what is trained; 2 or more.</summary>
    /// <value>4.</value>
    public int InnerFolds { get; init; } = 4;

    /// <summary>nDCG@10 a change must gain.</summary>
    /// <value>0.001.</value>
    public double LeastGain { get; init; } = 0.001;

    /// <summary>Standard errors of the paired difference that a change must gain: what chance alone gives is not taken.</summary>
    /// <value>2.</value>
    public double StandardErrors { get; init; } = 2;

    /// <summary>nDCG@10 a change must gain for every millisecond it adds to the median search.</summary>
    /// <value>0.0002.</value>
    public double LeastGainPerMs { get; init; } = 0.0002;

    /// <summary>nDCG@10 a change must gain for every millisecond that a model adds, which people wait for only before an answer that takes seconds itself.</summary>
    /// <value>0.00001: a second is worth 0.01.</value>
    public double LeastGainPerModelMs { get; init; } = 0.00001;

    /// <summary>US dollars that the vector of a question costs, on the average; null when the price is not known.</summary>
    /// <value>0: there is no embedder, or it runs on the user's own machine.</value>
    public decimal? QueryUsd { get; init; } = 0;

    /// <summary>Candidates that a reranker scores.</summary>
    /// <value>50.</value>
    public int RerankDepth { get; init; } = 50;
}

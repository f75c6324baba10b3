namespace Assay.Retrieval.Search;

/// <summary>What a reranker that reads query and passage together counts.</summary>
public sealed record CrossEncoderOptions
{
    /// <summary>Its share of the order of the candidates that it scores, against the order that was there; 0 to 1, 0 switches the stage off.</summary>
    /// <value>1: it orders them alone.</value>
    public double Weight { get; init; } = 1;
}

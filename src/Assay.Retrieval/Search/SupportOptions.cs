namespace Assay.Retrieval.Search;

/// <summary>What the best other chunk of its document adds to a chunk: a page that speaks of the question in several places is more likely about it.</summary>
public sealed record SupportOptions
{
    /// <summary>Share of the other chunk's score that is added; 0 turns the stage off; to 1.</summary>
    /// <value>0.1.</value>
    public double Weight { get; init; } = 0.1;

    /// <summary>What stands in for the other chunk where a document has only one, as a share of its own score: short documents must not lose for being short. 0 to 1.</summary>
    /// <value>0.5.</value>
    public double SingleChunk { get; init; } = 0.5;
}

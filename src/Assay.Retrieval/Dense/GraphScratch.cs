using Assay.Numerics.Vectors;

namespace Assay.Retrieval.Dense;

/// <summary>What one search needs to remember while it runs; kept from search to search so that none allocates. One at a time.</summary>
internal sealed class GraphScratch
{
    public GraphScratch(int dimension, int longestList)
    {
        Query = new QuantizedQuery(dimension);
        Other = new QuantizedQuery(dimension);
        Fresh = new int[longestList];
        Scores = new float[longestList];
        Chosen = new int[longestList];
    }

    /// <summary>What is searched for.</summary>
    public QuantizedQuery Query { get; }

    /// <summary>A candidate that is compared with others.</summary>
    public QuantizedQuery Other { get; }

    public VisitedRows Visited { get; } = new();

    public CandidatePool Pool { get; } = new();

    /// <summary>Those that may be returned, where not every node may.</summary>
    public TopK Allowed { get; } = new();

    public int[] Fresh { get; }

    public float[] Scores { get; }

    public int[] Chosen { get; }

    /// <summary>Scores of rows that are linked together.</summary>
    public float[] BatchScores { get; } = new float[HnswBuilder.BatchSize];

    /// <summary>Candidates for links, best first.</summary>
    public List<ScoredRow> Candidates { get; } = [];
}

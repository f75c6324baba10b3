using Assay.Numerics.Vectors;

namespace Assay.Retrieval.Dense;

/// <summary>What one search needs to remember while it runs; kept from search to search so that none allocates. One at a time.</summary>
internal sealed class GraphScratch
{
    private ScoredRow[] drained = [];

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

    /// <summary>Whether rows of an access class may be returned, by class plus 1.</summary>
    public bool[] Classes { get; set; } = [];

    /// <summary>Candidates, best first.</summary>
    public List<ScoredRow> Candidates { get; } = [];

    /// <summary>Rows of a block that reach a threshold.</summary>
    public ScoredRow[] Hits { get; } = new ScoredRow[QuantizedRows.MaxBlock];

    /// <summary>Rows of a block that may be returned.</summary>
    public int[] Slots { get; } = new int[QuantizedRows.MaxBlock];

    /// <summary>Scores of <see cref="Slots"/>.</summary>
    public float[] SlotScores { get; } = new float[QuantizedRows.MaxBlock];

    /// <summary>Moves the best allowed rows into <see cref="Candidates"/>, best first.</summary>
    public void Drain()
    {
        if (drained.Length < Allowed.Count) drained = new ScoredRow[2 * Allowed.Count];
        int count = Allowed.Drain(drained);
        Candidates.Clear();
        Candidates.AddRange(drained.AsSpan(0, count));
    }
}

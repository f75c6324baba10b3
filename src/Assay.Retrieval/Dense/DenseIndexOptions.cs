namespace Assay.Retrieval.Dense;

/// <summary>How a dense index is built and searched.</summary>
public sealed record DenseIndexOptions
{
    /// <summary>Values of a vector; 1 to 16,384.</summary>
    public required int Dimension { get; init; }

    /// <summary>Links a node chooses; twice as many are kept on the lowest level. 4 to 64.</summary>
    /// <value>16.</value>
    public int Links { get; init; } = 16;

    /// <summary>Candidates a node's links are chosen from; <see cref="Links"/> to 2,000. More builds slower and searches better.</summary>
    /// <value>200.</value>
    public int BuildEffort { get; init; } = 200;

    /// <summary>Bytes of rounded vectors up to which every search reads all of them; above, a graph is built. 0 or more.</summary>
    /// <value>64 MiB: about 2 ms a search, exact, and nothing to build (170,000 vectors of 384 values).</value>
    public long ExactBytes { get; init; } = 64L << 20;

    /// <summary>Candidates a graph search keeps; 1 to 10,000, raised to what k needs. More finds more of the true neighbours and takes longer.</summary>
    /// <value>128.</value>
    public int SearchEffort { get; init; } = 128;

    /// <summary>Threads that build the graph; 0 for one a processor. The graph is the same for any number.</summary>
    /// <value>0.</value>
    public int Threads { get; init; }

    /// <summary>Seed of the levels and of the order in which many rows are linked.</summary>
    /// <value>0.</value>
    public int Seed { get; init; }

    /// <summary>Checks every field.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Dimension, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Dimension, Numerics.Vectors.QuantizedRows.MaxDimension);
        ArgumentOutOfRangeException.ThrowIfLessThan(Links, 4);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Links, 64);
        ArgumentOutOfRangeException.ThrowIfLessThan(BuildEffort, Links);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(BuildEffort, 2000);
        ArgumentOutOfRangeException.ThrowIfNegative(ExactBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(SearchEffort, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(SearchEffort, 10_000);
        ArgumentOutOfRangeException.ThrowIfNegative(Threads);
    }
}

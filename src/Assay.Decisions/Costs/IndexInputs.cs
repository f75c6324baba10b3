namespace Assay.Decisions.Costs;

/// <summary>Embedding documents and keeping their vectors.</summary>
public sealed record IndexInputs
{
    /// <summary>Tokens of all documents.</summary>
    public Quantity? CorpusTokens { get; init; }

    /// <summary>Price of embedding tokens.</summary>
    public Quantity? EmbeddingPrice { get; init; }

    /// <summary>Share of the documents that is embedded again each month; above 1 where all of them change more often.</summary>
    public Quantity? ChangedSharePerMonth { get; init; }

    /// <summary>Gigabytes of vectors and their text.</summary>
    public Quantity? StoredGigabytes { get; init; }

    /// <summary>Least that the store bills a month.</summary>
    public Quantity? StoreLeastPerMonth { get; init; }

    /// <summary>Price of a gigabyte for a month.</summary>
    public Quantity? StorePerGigabyte { get; init; }

    /// <summary>Numbers of all vectors: vectors times the numbers of one.</summary>
    public Quantity? StoredDimensions { get; init; }

    /// <summary>Price of stored numbers for a month; per million where the price list says so.</summary>
    public Quantity? DimensionPrice { get; init; }

    /// <summary>Read units of one question; one where null.</summary>
    public Quantity? ReadsPerQuery { get; init; }

    /// <summary>Price of read units.</summary>
    public Quantity? ReadPrice { get; init; }

    /// <summary>Write units for all documents once.</summary>
    public Quantity? Writes { get; init; }

    /// <summary>Price of write units.</summary>
    public Quantity? WritePrice { get; init; }
}

using System.Collections.Immutable;

namespace Assay.Retrieval.Ingestion;

/// <summary>What an ingestion did and what the knowledge base holds after it.</summary>
public sealed record IngestReport
{
    /// <summary>Documents stored for the first time.</summary>
    public int Added { get; init; }

    /// <summary>Documents replaced because their bytes or the settings changed.</summary>
    public int Updated { get; init; }

    /// <summary>Documents renamed without being read again.</summary>
    public int Moved { get; init; }

    /// <summary>Documents removed because their file is gone.</summary>
    public int Deleted { get; init; }

    /// <summary>Documents left as they were.</summary>
    public int Unchanged { get; init; }

    /// <summary>Files that could not be read, ordered by id.</summary>
    public ImmutableArray<IngestFailure> Failures { get; init; } = [];

    /// <summary>Documents stored now with nearly the text of another one, ordered by id; <see cref="Warnings"/> names the first of them.</summary>
    public ImmutableArray<NearDuplicate> NearDuplicates { get; init; } = [];

    /// <summary>What the user should know although nothing failed.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>Files among the documents that no pattern means, see <see cref="ScanResult.Unmatched"/>.</summary>
    public ImmutableArray<UnmatchedFiles> Unmatched { get; init; } = [];

    /// <summary>Documents in the knowledge base.</summary>
    public int Documents { get; init; }

    /// <summary>Chunks in the knowledge base.</summary>
    public int Chunks { get; init; }

    /// <summary>Tokens in the knowledge base, by the counter of the chunker.</summary>
    public long Tokens { get; init; }
}

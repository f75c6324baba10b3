using System.Collections.Immutable;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Permissions;
using Assay.Retrieval.Tables;

namespace Assay.Retrieval.Ingestion;

/// <summary>What became of a file that was read.</summary>
/// <param name="Chunks">Its chunks in reading order; empty for a document without text.</param>
public sealed record ReadDocument(ImmutableArray<Chunk> Chunks)
{
    /// <summary>Who may read it by its own words; null when it says nothing.</summary>
    public AccessList? Access { get; init; }

    /// <summary>Language of the text as a two-letter code; empty when it is not known.</summary>
    public string Language { get; init; } = "";

    /// <summary>Its date; null when it says none.</summary>
    public DateTimeOffset? Updated { get; init; }

    /// <summary>Front matter, or the properties of a file of a binary format, as a JSON object.</summary>
    public string Metadata { get; init; } = "{}";

    /// <summary>Its tables, for questions about counts, sums and rows.</summary>
    public ImmutableArray<DataTable> Tables { get; init; } = [];

    /// <summary>What the user should know although it was read, each a sentence without the document's id.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];
}

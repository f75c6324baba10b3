using System.Collections.Immutable;
using Assay.Retrieval.Documents;

namespace Assay.Retrieval.Ingestion;

/// <summary>What a scan found.</summary>
/// <param name="Files">The files, ordered by id (ordinal).</param>
/// <param name="Skipped">Links that leave the root or point to nothing, folders that cannot be read; ordered by path.</param>
/// <param name="Warnings">Patterns that match nothing, in the order given.</param>
public sealed record ScanResult(ImmutableArray<SourceFile> Files, ImmutableArray<SkippedPath> Skipped, ImmutableArray<string> Warnings)
{
    /// <summary>Whether access files were met: documents about which nothing is said are then closed, see <see cref="Permissions.AccessList.Unstated"/>.</summary>
    public bool HasAccessFiles => AccessFiles.Length > 0;

    /// <summary>Files beside the documents, in the folders that patterns name, that no pattern means, the most frequent ending first. Not those that a pattern with <c>!</c> takes out.</summary>
    public ImmutableArray<UnmatchedFiles> Unmatched { get; init; } = [];

    /// <summary>The access files that were met, relative to the root, ordered.</summary>
    public ImmutableArray<string> AccessFiles { get; init; } = [];
}

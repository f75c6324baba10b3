namespace Assay.Retrieval.Storage;

/// <summary>What the store knows about one document, without its text.</summary>
/// <param name="Id">Document id; ids compare ordinally.</param>
/// <param name="Title">Title of the document; empty when it has no chunk.</param>
/// <param name="ContentHash">SHA-256 of the bytes it was read from, lower-case hexadecimal.</param>
/// <param name="Settings">Fingerprint of the reading and chunking settings it was made with.</param>
/// <param name="LengthBytes">Size of the file it was read from.</param>
/// <param name="ChunkCount">Number of chunks; 0 for a document without text.</param>
public sealed record StoredDocument(string Id, string Title, string ContentHash, string Settings, long LengthBytes, int ChunkCount)
{
    /// <summary>Key of this version, given by the store; never used again for another version or document. Ignored when storing.</summary>
    public long Key { get; init; }

    /// <summary>Number of the access list, given by the store: 0 when nothing is said, see <see cref="AccessClasses"/>. Ignored when storing.</summary>
    public int AccessClass { get; init; }

    /// <summary>Whether the document itself says who may read it, so that what stands beside it does not count. Ignored when storing.</summary>
    public bool StatesAccess { get; init; }

    /// <summary>What was said about its readers from outside of it, as <see cref="Permissions.AccessList.Canonical"/>. Ignored when storing.</summary>
    public string GivenAccess { get; init; } = "";

    /// <summary>Language of the text as a two-letter code (<c>en</c>); empty when it is not known.</summary>
    public string Language { get; init; } = "";

    /// <summary>Date of the document, from its front matter or given with it; null when there is none.</summary>
    public DateTimeOffset? Updated { get; init; }

    /// <summary>Front matter as a JSON object.</summary>
    public string Metadata { get; init; } = "{}";
}

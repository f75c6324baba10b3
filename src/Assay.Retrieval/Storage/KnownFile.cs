using Assay.Retrieval.Documents;

namespace Assay.Retrieval.Storage;

/// <summary>A file whose bytes are known as long as the file system says the same of it.</summary>
/// <param name="Id">Document id.</param>
/// <param name="Stamp">What the file system said before it was read.</param>
/// <param name="ContentHash">SHA-256 of its bytes, lower-case hexadecimal.</param>
public sealed record KnownFile(string Id, FileStamp Stamp, string ContentHash);

namespace Assay.Retrieval.Storage;

/// <summary>What the store knows about one document, without its text.</summary>
/// <param name="Id">Document id; ids compare ordinally.</param>
/// <param name="Title">Title of the document; empty when it has no chunk.</param>
/// <param name="ContentHash">SHA-256 of the bytes it was read from, lower-case hexadecimal.</param>
/// <param name="Settings">Fingerprint of the reading and chunking settings it was made with.</param>
/// <param name="LengthBytes">Size of the file it was read from.</param>
/// <param name="ChunkCount">Number of chunks; 0 for a document without text.</param>
public sealed record StoredDocument(string Id, string Title, string ContentHash, string Settings, long LengthBytes, int ChunkCount);

namespace Assay.Models.Hub;

/// <summary>A file of a repository as the hub lists it.</summary>
/// <param name="Path">As the server wrote it: not to be trusted before <see cref="SafePath"/> has seen it.</param>
/// <param name="Bytes">Its length; null where the list has none that can be.</param>
/// <param name="Digest">Its checksum; null where the list has none.</param>
internal sealed record HubFile(string Path, long? Bytes, FileDigest? Digest);

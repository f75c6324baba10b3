namespace Assay.Models.Hub;

/// <summary>Files of pulls that did not end.</summary>
/// <param name="Name"><c>hf:owner/name</c> in lower case.</param>
/// <param name="Bytes">What they take.</param>
public sealed record UnfinishedPull(string Name, long Bytes);

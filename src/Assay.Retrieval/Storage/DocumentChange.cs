namespace Assay.Retrieval.Storage;

/// <summary>A document that was added, replaced, renamed, given other permissions or removed.</summary>
/// <param name="Key">Its key. A version that replaces another has a key of its own; the old key is then another change, with nothing now.</param>
/// <param name="Now">What is stored under the key; null when it is gone.</param>
public sealed record DocumentChange(long Key, StoredDocument? Now);

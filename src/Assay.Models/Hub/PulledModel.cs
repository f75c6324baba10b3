using System.Collections.Immutable;

namespace Assay.Models.Hub;

/// <summary>What a pull did.</summary>
/// <param name="Found">The model and what of it is to be loaded: the GGUF file where one was named or is all there is, else the folder.</param>
/// <param name="FetchedBytes">What came over the network in this call; 0 when everything was there.</param>
/// <param name="Superseded">Other commits that the same revision name pointed to before; they stay until removed.</param>
public sealed record PulledModel(FoundModel Found, long FetchedBytes, ImmutableArray<StoredModel> Superseded);

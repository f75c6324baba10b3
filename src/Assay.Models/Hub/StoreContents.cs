using System.Collections.Immutable;

namespace Assay.Models.Hub;

/// <summary>Everything in a store.</summary>
/// <param name="Models">What can be loaded, by name, the newest pull of each first.</param>
/// <param name="Unfinished">What was begun and takes room; never loaded.</param>
/// <param name="Damaged">What was whole once and is not any more; never loaded.</param>
public sealed record StoreContents(ImmutableArray<StoredModel> Models, ImmutableArray<UnfinishedPull> Unfinished, ImmutableArray<DamagedModel> Damaged);

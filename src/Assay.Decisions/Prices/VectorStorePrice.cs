namespace Assay.Decisions.Prices;

/// <summary>What a vector store costs, in US dollars.</summary>
/// <param name="Name">Store and plan.</param>
/// <param name="LeastPerMonth">Least that is billed a month.</param>
/// <param name="PerGb">A gigabyte for a month; null when storage is not billed apart.</param>
/// <param name="PerMillionReads">A million read units; null when they are not billed.</param>
/// <param name="PerMillionWrites">A million write units; null when they are not billed.</param>
/// <param name="PerMillionDimensions">A million numbers of vectors for a month; null when they are not billed.</param>
/// <param name="Origin">Where it was read.</param>
public sealed record VectorStorePrice(
    string Name, decimal LeastPerMonth, decimal? PerGb, decimal? PerMillionReads, decimal? PerMillionWrites, decimal? PerMillionDimensions, PriceOrigin Origin)
{
    /// <summary>Gigabytes that the plan holds at most; null where it has no such limit or none is known.</summary>
    public int? MostGb { get; init; }
}

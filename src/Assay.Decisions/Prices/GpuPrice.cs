namespace Assay.Decisions.Prices;

/// <summary>What an hour of a graphics processor costs.</summary>
/// <param name="Provider">Who rents it out.</param>
/// <param name="Name">Which one, such as <c>H100-SXM</c>.</param>
/// <param name="MemoryGb">Its memory in gigabytes.</param>
/// <param name="Class">What kind of provider it is.</param>
/// <param name="OnDemand">US dollars an hour; null when unknown.</param>
/// <param name="Spot">US dollars an hour when it may be taken away; null when unknown.</param>
/// <param name="Least">How many are rented at least.</param>
/// <param name="Origin">Where it was read.</param>
public sealed record GpuPrice(string Provider, string Name, int MemoryGb, GpuProviderClass Class, decimal? OnDemand, decimal? Spot, int Least, PriceOrigin Origin);

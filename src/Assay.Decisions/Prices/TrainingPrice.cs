namespace Assay.Decisions.Prices;

/// <summary>What training at a provider costs.</summary>
/// <param name="Provider">Who offers it.</param>
/// <param name="Model">What is trained.</param>
/// <param name="Price">US dollars per million training tokens; null when only the other two are known.</param>
/// <param name="LeastPerRun">Least that is billed for a run; null for none.</param>
/// <param name="StoragePerMonth">Keeping the tuned model for a month; null for none.</param>
/// <param name="Origin">Where it was read.</param>
public sealed record TrainingPrice(string Provider, string Model, decimal? Price, decimal? LeastPerRun, decimal? StoragePerMonth, PriceOrigin Origin);

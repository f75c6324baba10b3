namespace Assay.RetrievalTuning;

/// <summary>What a model took for one question.</summary>
/// <param name="Ms">Milliseconds.</param>
/// <param name="Usd">US dollars; null when the price is unknown.</param>
public readonly record struct ModelEffort(double Ms, decimal? Usd);

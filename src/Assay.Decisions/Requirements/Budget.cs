namespace Assay.Decisions.Requirements;

/// <summary>What may be spent; null where nothing was stated.</summary>
/// <param name="Build">Once, for building.</param>
/// <param name="Monthly">Every month, for running.</param>
/// <param name="Currency">ISO 4217 code of both amounts and of what answers cost and are worth.</param>
public sealed record Budget(decimal? Build = null, decimal? Monthly = null, string Currency = "USD");

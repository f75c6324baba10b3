namespace Assay.Decisions.Requirements;

/// <summary>What may be spent, in US dollars; null where nothing was stated.</summary>
/// <param name="Build">Once, for building.</param>
/// <param name="Monthly">Every month, for running.</param>
public sealed record Budget(decimal? Build = null, decimal? Monthly = null);

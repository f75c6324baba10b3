namespace Assay.Decisions.Requirements;

/// <summary>What may be spent; null where nothing was stated.</summary>
/// <param name="Build">Once, for building.</param>
/// <param name="Monthly">Every month, for running.</param>
/// <param name="StatedCurrency">ISO 4217 code of both amounts and of what answers cost and are worth; null where nobody named one.</param>
public sealed record Budget(decimal? Build = null, decimal? Monthly = null, string? StatedCurrency = null)
{
    /// <summary>The code that counts: <see cref="StatedCurrency"/>, or USD.</summary>
    public string Currency => StatedCurrency ?? "USD";
}

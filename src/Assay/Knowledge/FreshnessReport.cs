using System.Collections.Immutable;

namespace Assay.Knowledge;

/// <summary>How soon searches were right after documents changed.</summary>
/// <param name="Changes">By kind of change: a fact added, changed, deleted, and its whole document deleted.</param>
/// <param name="Searches">Searches made in all.</param>
/// <param name="Stale">Searches that returned a fact after another search had shown that it was gone; empty when all is well.</param>
public sealed record FreshnessReport(ImmutableArray<FreshnessReport.Kind> Changes, int Searches, ImmutableArray<string> Stale)
{
    /// <summary>Times from the end of a write to the first search that was right, in milliseconds.</summary>
    /// <param name="Change">What was done.</param>
    /// <param name="Times">How often.</param>
    /// <param name="P50Ms">Median.</param>
    /// <param name="P95Ms">95th percentile.</param>
    /// <param name="LongestMs">The longest.</param>
    public sealed record Kind(string Change, double Times, double P50Ms, double P95Ms, double LongestMs);
}

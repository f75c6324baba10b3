namespace Assay.FineTuning;

/// <summary>Whether a version, trained again from its manifest, has the same bytes.</summary>
/// <param name="Version">The version.</param>
/// <param name="Kept">SHA-256 of its weights.</param>
/// <param name="Replayed">SHA-256 of those of the second training.</param>
public sealed record ReplayOutcome(string Version, string Kept, string Replayed)
{
    /// <summary>Whether they are the same.</summary>
    public bool IsSame => Kept == Replayed;
}

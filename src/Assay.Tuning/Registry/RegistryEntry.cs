namespace Assay.Tuning.Registry;

/// <summary>What was done to which version is in use.</summary>
public enum RegistryAction
{
    /// <summary>A version was put into use.</summary>
    Promote,

    /// <summary>The one before it came back.</summary>
    Rollback,
}

/// <summary>One line of the registry's journal.</summary>
/// <param name="At">When.</param>
/// <param name="Action">What was done.</param>
/// <param name="Version">The version in use from then on; null for none.</param>
/// <param name="Previous">The version in use before; null for none.</param>
/// <param name="Index">Fingerprint of the documents that belong to <paramref name="Version"/>: those it was promoted with. Null when not known.</param>
/// <param name="Why">The gates that passed, or the reason that was given.</param>
public sealed record RegistryEntry(DateTimeOffset At, RegistryAction Action, string? Version, string? Previous, string? Index, string Why);

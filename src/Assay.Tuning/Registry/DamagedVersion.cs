namespace Assay.Tuning.Registry;

/// <summary>A folder with a version's name that cannot be used.</summary>
/// <param name="Name">The name.</param>
/// <param name="Reason">Why, and what to do.</param>
public sealed record DamagedVersion(string Name, string Reason);

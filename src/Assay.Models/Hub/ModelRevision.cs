namespace Assay.Models.Hub;

/// <summary>A name under which a commit was pulled.</summary>
/// <param name="Name">A branch, a tag or the commit itself.</param>
/// <param name="PulledAt">When it last pointed there.</param>
public sealed record ModelRevision(string Name, DateTimeOffset PulledAt);

using System.Collections.Immutable;

namespace Assay.Decisions.Costs;

/// <summary>Published figures that do not agree.</summary>
/// <param name="Id">Short name.</param>
/// <param name="Figures">Ids of the figures.</param>
/// <param name="Differs">What differs.</param>
/// <param name="Assay">What Assay computes or does instead.</param>
public sealed record Contradiction(string Id, ImmutableArray<string> Figures, string Differs, string Assay);

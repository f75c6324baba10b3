using System.Collections.Immutable;

namespace Assay.Tuning.Synthesis;

/// <summary>What was made, and what was not and why.</summary>
/// <param name="Examples">In the order they are written in.</param>
/// <param name="Dropped">How many did not become examples, by reason.</param>
public sealed record SyntheticReport(ImmutableArray<SyntheticExample> Examples, ImmutableSortedDictionary<SyntheticDrop, int> Dropped)
{
    /// <summary>How many things were looked at.</summary>
    public int Candidates => Examples.Length + Dropped.Values.Sum();
}

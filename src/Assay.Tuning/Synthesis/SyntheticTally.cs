using System.Collections.Immutable;

namespace Assay.Tuning.Synthesis;

/// <summary>Counts what did not become an example.</summary>
public sealed class SyntheticTally
{
    private readonly SortedDictionary<SyntheticDrop, int> _counts = [];

    /// <summary>Notes one that is left out.</summary>
    /// <param name="reason">Why.</param>
    public void Add(SyntheticDrop reason) => _counts[reason] = _counts.GetValueOrDefault(reason) + 1;

    /// <summary>All counts so far.</summary>
    /// <returns>By reason; reasons that never came up are not among them.</returns>
    public ImmutableSortedDictionary<SyntheticDrop, int> ToCounts() => _counts.ToImmutableSortedDictionary();
}

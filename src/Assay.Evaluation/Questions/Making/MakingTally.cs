using System.Collections.Immutable;

namespace Assay.Evaluation.Questions.Making;

/// <summary>Counts what became of drafts.</summary>
public sealed class MakingTally
{
    private readonly SortedDictionary<MakingDrop, int> _counts = [];

    /// <summary>Notes a draft that is left out.</summary>
    /// <param name="reason">Why.</param>
    public void Add(MakingDrop reason) => _counts[reason] = _counts.GetValueOrDefault(reason) + 1;

    /// <summary>All counts so far.</summary>
    /// <returns>By reason; reasons that never came up are 0.</returns>
    public ImmutableSortedDictionary<MakingDrop, int> ToCounts() => Enum.GetValues<MakingDrop>().ToImmutableSortedDictionary(d => d, d => _counts.GetValueOrDefault(d));
}

using System.Collections.Immutable;

namespace Assay.Tuning.Examples.Checks;

/// <summary>What repeats and what contradicts itself in training data.</summary>
/// <param name="Pairs">Each repeating example once, with the earliest that it repeats.</param>
/// <param name="Contradictions">Pairs with the same question and another answer; of each group the first member with each other.</param>
public sealed record DuplicateReport(ImmutableArray<DuplicatePair> Pairs, ImmutableArray<Contradiction> Contradictions)
{
    /// <summary>Lines of the examples that can go without anything being lost: exact repetitions.</summary>
    public IEnumerable<int> ExactLines => Pairs.Where(p => p.Kind == DuplicateKind.Exact).Select(p => p.Second);
}

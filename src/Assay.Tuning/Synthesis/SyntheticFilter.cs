using System.Collections.Immutable;
using Assay.Tuning.Examples;
using Assay.Tuning.Examples.Checks;

namespace Assay.Tuning.Synthesis;

/// <summary>Leaves out what gives the evaluation away and what repeats.</summary>
/// <param name="questions">The evaluation's questions; may be empty.</param>
/// <param name="existing">Examples that are there already; may be empty.</param>
public sealed class SyntheticFilter(IReadOnlyList<EvaluationQuestion> questions, IReadOnlyList<ChatExample> existing)
{
    private readonly LeakFinder _leaks = new(questions);

    /// <summary>Whether an example holds a question of the evaluation, word for word or nearly.</summary>
    /// <param name="example">The example.</param>
    /// <returns>False when there are no questions.</returns>
    public bool Leaks(ChatExample example) => questions.Count > 0 && _leaks.Find([example]).Pairs.Any(p => p.Kind != LeakKind.SameDocument);

    /// <summary>Which of some examples repeat an earlier one or one that is there already, by question and answer.</summary>
    /// <param name="asked">The examples as question and answer alone, so that shared passages do not count.</param>
    /// <param name="cancellationToken">Stops between examples.</param>
    /// <returns>Their places.</returns>
    public ImmutableHashSet<int> Repeats(IReadOnlyList<ChatExample> asked, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(asked);
        List<ChatExample> all = [.. existing.Concat(asked).Select((e, i) => e with { Line = i })];
        DuplicateReport found = DuplicateFinder.Find(all, cancellationToken: cancellationToken);

        // The same question with another answer would teach both.
        IEnumerable<int> lines = found.Pairs.Select(p => p.Second).Concat(found.Contradictions.Select(c => c.Second));
        return [.. lines.Where(l => l >= existing.Count).Select(l => l - existing.Count)];
    }
}

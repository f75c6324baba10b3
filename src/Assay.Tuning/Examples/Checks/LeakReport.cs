using System.Collections.Immutable;

namespace Assay.Tuning.Examples.Checks;

/// <summary>Which questions of an evaluation the training data may give away.</summary>
/// <param name="Questions">How many questions were looked for.</param>
/// <param name="Pairs">Examples and questions, in the order of the examples; at most 10,000 of the same document.</param>
/// <param name="SameDocumentPairs">How many pairs of the same document there are.</param>
public sealed record LeakReport(int Questions, ImmutableArray<LeakPair> Pairs, long SameDocumentPairs)
{
    /// <summary>Ids of the questions that stand in the training data, word for word or nearly.</summary>
    public ImmutableSortedSet<string> Suspects => [.. Pairs.Where(p => p.Kind != LeakKind.SameDocument).Select(p => p.QuestionId)];

    /// <summary>Ids of the questions whose documents the training data is made from or quotes; those of <see cref="Suspects"/> not included.</summary>
    public required ImmutableSortedSet<string> SameDocumentSuspects { get; init; }

    /// <summary>The mean of scores with and without the suspects: how much of a result the leak may explain.</summary>
    /// <param name="scores">Score by question id; other ids count as free of suspicion.</param>
    /// <param name="withSameDocument">Whether <see cref="SameDocumentSuspects"/> are left out, too.</param>
    /// <returns>Both means with their numbers of questions; a mean of no question is NaN.</returns>
    public (double With, int All, double Without, int Free) Scores(IReadOnlyDictionary<string, double> scores, bool withSameDocument = false)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ImmutableSortedSet<string> suspects = withSameDocument ? Suspects.Union(SameDocumentSuspects) : Suspects;
        double[] free = [.. scores.OrderBy(s => s.Key, StringComparer.Ordinal).Where(s => !suspects.Contains(s.Key)).Select(s => s.Value)];
        double[] all = [.. scores.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => s.Value)];
        return (all.Length == 0 ? double.NaN : all.Average(), all.Length, free.Length == 0 ? double.NaN : free.Average(), free.Length);
    }
}

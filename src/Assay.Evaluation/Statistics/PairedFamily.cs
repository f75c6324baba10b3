using System.Collections.Immutable;

namespace Assay.Evaluation.Statistics;

/// <summary>All pairs of several arms on the same questions, judged together: one false alarm or more among them is as rare as the level says.</summary>
public static class PairedFamily
{
    /// <summary>The level at which a difference counts as shown, over all pairs.</summary>
    public const double Level = 0.05;

    /// <summary>Compares every arm with every later one.</summary>
    /// <param name="arms">Scores by question id, in [0, 1]; null where missing.</param>
    /// <param name="clusters">Cluster of a question by its id; see <see cref="Clustered"/>.</param>
    /// <param name="references">Whether an arm only explains the others, by index. Pairs with such an arm are a family of their own: nothing is decided by them. Null: none is.</param>
    /// <returns>The pairs in the order (0,1), (0,2), ..., (1,2), ...; those without a question in common are not among the tests and have an adjusted p-value of 1.</returns>
    public static ImmutableArray<FamilyPair> Of(IReadOnlyList<IReadOnlyDictionary<string, double?>> arms, IReadOnlyDictionary<string, string>? clusters = null, IReadOnlyList<bool>? references = null)
    {
        ArgumentNullException.ThrowIfNull(arms);
        List<(int A, int B, ClusteredEstimate Difference)> pairs = [];
        for (int a = 0; a < arms.Count; a++)
        {
            for (int b = a + 1; b < arms.Count; b++) pairs.Add((a, b, Clustered.Difference(arms[a], arms[b], clusters)));
        }

        FamilyPair[] result = [.. pairs.Select(p => new FamilyPair(p.A, p.B, p.Difference, p.Difference.PValue(), 1, 0))];
        foreach (IGrouping<bool, int> family in Enumerable.Range(0, pairs.Count).Where(i => result[i].Difference.N > 0).GroupBy(i => references is not null && (references[result[i].A] || references[result[i].B])))
        {
            int[] tested = [.. family];
            ImmutableArray<double> adjusted = Holm.Adjust([.. tested.Select(i => result[i].P)]);
            for (int i = 0; i < tested.Length; i++) result[tested[i]] = result[tested[i]] with { AdjustedP = adjusted[i], Tests = tested.Length };
        }

        return [.. result];
    }
}

/// <summary>Two arms of a family.</summary>
/// <param name="A">Index of the first arm.</param>
/// <param name="B">Index of the second arm.</param>
/// <param name="Difference">Mean of score A minus score B, with what is known of it.</param>
/// <param name="P">Two-sided p-value of no difference.</param>
/// <param name="AdjustedP"><see cref="P"/> adjusted over the pairs of its family (Holm).</param>
/// <param name="Tests">Pairs in the family; 0 when this pair has no question in common and was not tested.</param>
public sealed record FamilyPair(int A, int B, ClusteredEstimate Difference, double P, double AdjustedP, int Tests)
{
    /// <summary>Whether the two are told apart, counting all pairs of the family.</summary>
    public bool IsShown => AdjustedP <= PairedFamily.Level;
}

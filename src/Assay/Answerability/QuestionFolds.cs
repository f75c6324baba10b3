using System.Globalization;
using Assay.Workspaces;

namespace Assay.Answerability;

/// <summary>Deals questions into folds so that those of one page stay together and every fold gets its part of both kinds.</summary>
internal static class QuestionFolds
{
    /// <summary>The fold of every question.</summary>
    /// <param name="items">The questions.</param>
    /// <param name="folds">Number of folds; 2 or more.</param>
    /// <param name="seed">Decides between groups of equal size.</param>
    /// <returns>0 to <paramref name="folds"/> - 1 each; the same for a question whatever the order of the others.</returns>
    public static int[] Deal(IReadOnlyList<AnswerabilityItem> items, int folds, int seed)
    {
        int[][] groups = [.. Groups(items).OrderByDescending(g => g.Length).ThenBy(g => Shuffled(items, g, seed), StringComparer.Ordinal)];
        double[] totals = [Math.Max(1, items.Count(i => !i.Answerable)), Math.Max(1, items.Count(i => i.Answerable))];
        double[,] shares = new double[folds, 2];
        int[] dealt = new int[items.Count];
        foreach (int[] group in groups)
        {
            double[] part = [group.Count(i => !items[i].Answerable) / totals[0], group.Count(i => items[i].Answerable) / totals[1]];

            // The fold that holds least of the kinds that the group brings.
            int fold = Enumerable.Range(0, folds).MinBy(f => (shares[f, 0] * part[0]) + (shares[f, 1] * part[1]));
            for (int kind = 0; kind < 2; kind++) shares[fold, kind] += part[kind];
            foreach (int i in group) dealt[i] = fold;
        }

        return dealt;
    }

    private static string Shuffled(IReadOnlyList<AnswerabilityItem> items, int[] group, int seed) =>
        ContentHash.Of([seed.ToString(CultureInfo.InvariantCulture), group.Select(i => items[i].Id).Min(StringComparer.Ordinal)]);

    // By the first document alone: joined by all that they name, most questions of a real set hang together, and there is nothing to deal.
    private static IEnumerable<int[]> Groups(IReadOnlyList<AnswerabilityItem> items) =>
        Enumerable.Range(0, items.Count).GroupBy(i => items[i].Page is { } page ? (page, "") : ("", items[i].Id)).Select(g => g.ToArray());
}

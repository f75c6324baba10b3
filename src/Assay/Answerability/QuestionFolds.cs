using System.Globalization;
using Assay.Workspaces;

namespace Assay.Answerability;

/// <summary>Deals questions into folds so that those that share a document stay together and every fold gets its part of both kinds.</summary>
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

    /// <summary>Questions connected by documents, directly or through others.</summary>
    private static IEnumerable<int[]> Groups(IReadOnlyList<AnswerabilityItem> items)
    {
        int[] parent = [.. Enumerable.Range(0, items.Count)];
        var firstOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < items.Count; i++)
        {
            foreach (string document in items[i].Documents)
            {
                if (!firstOf.TryAdd(document, i)) parent[Root(parent, i)] = Root(parent, firstOf[document]);
            }
        }

        return Enumerable.Range(0, items.Count).GroupBy(i => Root(parent, i)).Select(g => g.ToArray());
    }

    private static int Root(int[] parent, int i)
    {
        while (parent[i] != i) i = parent[i] = parent[parent[i]];
        return i;
    }
}

using Assay.Evaluation.Questions.Making;

namespace Assay.Evaluation.Questions.Drift;

/// <summary>Spherical k-means over word vectors (Dhillon and Modha 2001), begun as k-means++ begins (Arthur and Vassilvitskii 2007). Deterministic for a seed.</summary>
internal static class TopicClusters
{
    private const int MostTurns = 25, Resolution = 1 << 30;

    /// <summary>Groups rows.</summary>
    /// <param name="vectors">The rows.</param>
    /// <param name="count">Most groups; 1 or more.</param>
    /// <param name="seed">Draws the first centres.</param>
    /// <returns>The group of each row, from 0; −1 for a row without words. And each group's centre.</returns>
    public static (int[] Group, double[][] Centres) Of(WordVectors vectors, int count, ulong seed)
    {
        int[] open = [.. Enumerable.Range(0, vectors.Rows.Length).Where(r => vectors.Rows[r].Words.Length > 0)];
        var group = new int[vectors.Rows.Length];
        Array.Fill(group, -1);
        if (open.Length == 0) return (group, []);
        List<double[]> centres = Begin(vectors, open, count, new SeededLot(seed, "topics"));
        for (int turn = 0; turn < MostTurns; turn++)
        {
            bool moved = false;
            foreach (int row in open)
            {
                int best = Enumerable.Range(0, centres.Count).MaxBy(c => vectors.Dot(row, centres[c]));
                moved |= best != group[row];
                group[row] = best;
            }

            if (!moved) break;
            for (int c = 0; c < centres.Count; c++) centres[c] = Centre(vectors, open.Where(r => group[r] == c), centres[c]);
        }

        return (group, [.. centres]);
    }

    private static List<double[]> Begin(WordVectors vectors, int[] open, int count, SeededLot lot)
    {
        List<double[]> centres = [Centre(vectors, [open[lot.Next(open.Length)]], [])];
        while (centres.Count < Math.Min(count, open.Length))
        {
            double[] far = [.. open.Select(r => Math.Max(0, 1 - centres.Max(c => vectors.Dot(r, c))))];
            double total = far.Sum(), at = total * lot.Next(Resolution) / Resolution;
            if (total < 1e-9) break;
            int i = 0;
            for (; i + 1 < open.Length && at >= far[i]; i++) at -= far[i];
            centres.Add(Centre(vectors, [open[i]], []));
        }

        return centres;
    }

    private static double[] Centre(WordVectors vectors, IEnumerable<int> rows, double[] empty)
    {
        var centre = new double[vectors.Size];
        bool any = false;
        foreach (int row in rows)
        {
            any = true;
            (int[] words, double[] weights) = vectors.Rows[row];
            for (int i = 0; i < words.Length; i++) centre[words[i]] += weights[i];
        }

        if (!any) return empty;
        double length = Math.Sqrt(centre.Sum(w => w * w));
        for (int i = 0; i < centre.Length; i++) centre[i] /= length;
        return centre;
    }
}

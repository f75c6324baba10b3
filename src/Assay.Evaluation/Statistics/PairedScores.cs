namespace Assay.Evaluation.Statistics;

/// <summary>Two arms' scores, matched by question.</summary>
internal static class PairedScores
{
    /// <summary>Both scores of every question that has both, in the order of the ids.</summary>
    /// <param name="a">Scores of arm A by question id, in [0, 1]; null where missing.</param>
    /// <param name="b">Scores of arm B.</param>
    /// <param name="missing">Questions where at least one of the two is missing.</param>
    public static (string Id, double A, double B)[] Of(IReadOnlyDictionary<string, double?> a, IReadOnlyDictionary<string, double?> b, out int missing)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        List<(string Id, double A, double B)> both = [];
        int questions = a.Count;
        foreach ((string id, double? left) in a)
        {
            if (left is { } x && b.TryGetValue(id, out double? right) && right is { } y) both.Add((id, Checked(x), Checked(y)));
        }

        foreach (string id in b.Keys) questions += a.ContainsKey(id) ? 0 : 1;
        if (!IsOrdered(both)) both.Sort((x, y) => string.CompareOrdinal(x.Id, y.Id));
        missing = questions - both.Count;
        return [.. both];
    }

    // Scores that come in the order of a file are often in order already, and then a sort is most of the work.
    private static bool IsOrdered(List<(string Id, double A, double B)> both)
    {
        for (int i = 1; i < both.Count; i++)
        {
            if (string.CompareOrdinal(both[i - 1].Id, both[i].Id) > 0) return false;
        }

        return true;
    }

    /// <summary>A score, or an exception when it is none.</summary>
    public static double Checked(double score) =>
        score is >= 0 and <= 1 ? score : throw new ArgumentOutOfRangeException(nameof(score), score, "A score must lie in [0, 1].");
}

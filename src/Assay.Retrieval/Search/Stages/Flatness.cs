namespace Assay.Retrieval.Search.Stages;

/// <summary>How alike the scores of the first documents are: where one stands out, words have found what was asked for.</summary>
internal static class Flatness
{
    /// <summary>The best chunk of each of the first documents.</summary>
    /// <param name="candidates">Best first.</param>
    /// <param name="documents">Documents at most.</param>
    public static List<Candidate> Best(IReadOnlyList<Candidate> candidates, int documents)
    {
        var seen = new HashSet<long>();
        var best = new List<Candidate>();
        foreach (Candidate candidate in candidates)
        {
            if (seen.Add(candidate.Document)) best.Add(candidate);
            if (best.Count == documents) break;
        }

        return best;
    }

    /// <summary>How far a gate is open, by the last score divided by the first: 0 up to <paramref name="low"/>, 1 from <paramref name="high"/> on, linear in between.</summary>
    /// <param name="best">Best first; fewer than two shut it.</param>
    /// <param name="low">Where it begins to open.</param>
    /// <param name="high">Where it is open.</param>
    public static double Gate(IReadOnlyList<Candidate> best, double low, double high)
    {
        if (best.Count < 2 || best[0].Score <= 0) return 0;
        double flatness = best[^1].Score / best[0].Score;
        if (flatness >= high) return 1;
        return flatness <= low ? 0 : (flatness - low) / (high - low);
    }
}

namespace Assay.Text;

/// <summary>Guesses which valid name a mistyped one was meant to be, for error messages.</summary>
public static class NearestName
{
    /// <summary>The valid name with the smallest edit distance to <paramref name="given"/>, when it is near enough to be a typing error.</summary>
    /// <remarks>Case is ignored; a swap of two neighbours counts as one edit. Near enough is one edit per three characters, at least one.</remarks>
    /// <param name="given">What the user wrote.</param>
    /// <param name="valid">What could have been written; the first of equally near names wins.</param>
    /// <returns>A name of <paramref name="valid"/>, or null when none is near.</returns>
    public static string? Find(string given, IEnumerable<string> valid)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(valid);
        if (given.Length > 100) return null;
        string? best = null;
        int bestDistance = Math.Max(1, given.Length / 3) + 1;
        foreach (string name in valid)
        {
            if (Math.Abs(name.Length - given.Length) >= bestDistance) continue;
            int distance = Distance(given.ToUpperInvariant(), name.ToUpperInvariant());
            if (distance < bestDistance && distance < name.Length) (best, bestDistance) = (name, distance);
        }

        return best;
    }

    private static int Distance(string a, string b)
    {
        int[] beforePrevious = new int[b.Length + 1], previous = new int[b.Length + 1], current = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++) previous[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int cost = a[i - 1] == b[j - 1] ? 0 : 1;
                int edits = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) edits = Math.Min(edits, beforePrevious[j - 2] + 1);
                current[j] = edits;
            }

            (beforePrevious, previous, current) = (previous, current, beforePrevious);
        }

        return previous[b.Length];
    }
}

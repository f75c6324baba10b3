using Assay.Text.Analysis;

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
            int distance = EditDistance.Within(given.ToUpperInvariant(), name.ToUpperInvariant(), bestDistance - 1);
            if (distance >= 0 && distance < name.Length) (best, bestDistance) = (name, distance);
            if (bestDistance == 0) break;
        }

        return best;
    }
}

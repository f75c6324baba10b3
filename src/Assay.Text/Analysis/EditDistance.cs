namespace Assay.Text.Analysis;

/// <summary>How many typing errors lie between two words.</summary>
/// <remarks>
/// Damerau-Levenshtein in its restricted form (optimal string alignment): insertions, deletions, substitutions and swaps of neighbours count one each, and no
/// character is edited twice. Bit-parallel for words of up to 64 characters (H. Hyyrö, "Explaining and extending the bit-parallel approximate string
/// matching algorithm of Myers", 2001), a table for longer ones. Characters are compared as UTF-16 code units, as they are.
/// </remarks>
public static class EditDistance
{
    private const int WordBits = 64;

    /// <summary>The distance of two words, if it is at most <paramref name="limit"/>.</summary>
    /// <param name="first">A word.</param>
    /// <param name="second">Another; the order does not matter.</param>
    /// <param name="limit">Largest distance of interest, 0 or more; the smaller, the sooner hopeless pairs are left.</param>
    /// <returns>The distance, or -1 when it is larger than <paramref name="limit"/>.</returns>
    /// <remarks>Allocates nothing when the shorter word has at most 64 characters.</remarks>
    public static int Within(ReadOnlySpan<char> first, ReadOnlySpan<char> second, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        if (first.Length > second.Length)
        {
            ReadOnlySpan<char> longer = first;
            first = second;
            second = longer;
        }

        if (second.Length - first.Length > limit) return -1;
        int same = first.CommonPrefixLength(second);
        first = first[same..];
        second = second[same..];
        while (first.Length > 0 && first[^1] == second[^1])
        {
            first = first[..^1];
            second = second[..^1];
        }

        if (first.IsEmpty) return second.Length <= limit ? second.Length : -1;
        if (limit == 0) return -1;
        return first.Length <= WordBits ? BitParallel(first, second, limit) : Table(first, second, limit);
    }

    private static int BitParallel(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text, int limit)
    {
        ulong positive = ulong.MaxValue, negative = 0, zeros = 0, before = 0;
        ulong last = 1UL << (pattern.Length - 1);
        int distance = pattern.Length;
        for (int i = 0; i < text.Length; i++)
        {
            ulong matches = Matches(pattern, text[i]);
            ulong swaps = ((~zeros & matches) << 1) & before;
            zeros = (unchecked((matches & positive) + positive) ^ positive) | matches | negative | swaps;
            ulong up = negative | ~(zeros | positive), down = zeros & positive;
            if ((up & last) != 0) distance++;
            else if ((down & last) != 0) distance--;
            // Each character to come lowers the distance by one at best.
            if (distance - (text.Length - 1 - i) > limit) return -1;
            up = (up << 1) | 1;
            positive = (down << 1) | ~(zeros | up);
            negative = up & zeros;
            before = matches;
        }

        return distance <= limit ? distance : -1;
    }

    /// <summary>A bit for each place of <paramref name="c"/>; words are short, so looking is cheaper than preparing a table.</summary>
    private static ulong Matches(ReadOnlySpan<char> pattern, char c)
    {
        ulong matches = 0;
        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == c) matches |= 1UL << i;
        }

        return matches;
    }

    private static int Table(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int limit)
    {
        int[] beforePrevious = new int[b.Length + 1], previous = new int[b.Length + 1], current = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++) previous[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            int least = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int cost = a[i - 1] == b[j - 1] ? 0 : 1;
                int edits = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) edits = Math.Min(edits, beforePrevious[j - 2] + 1);
                current[j] = edits;
                least = Math.Min(least, edits);
            }

            // A swap reaches back two rows, so one row above the limit is not yet the end: two are.
            if (least > limit + 1) return -1;
            (beforePrevious, previous, current) = (previous, current, beforePrevious);
        }

        return previous[b.Length] <= limit ? previous[b.Length] : -1;
    }
}

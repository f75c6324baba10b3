namespace Assay.Retrieval.Search.Stages;

/// <summary>Distances between the places of terms. Fields lie far enough apart that no distance reaches from one into another (windows to 16).</summary>
internal static class TermPairs
{
    /// <summary>How many pairs of places lie less than <paramref name="window"/> apart, in any order; one place for both terms does not count.</summary>
    public static int Near(ReadOnlySpan<int> left, ReadOnlySpan<int> right, int window)
    {
        int count = 0, first = 0;
        foreach (int place in left)
        {
            while (first < right.Length && right[first] <= place - window) first++;
            for (int i = first; i < right.Length && right[i] < place + window; i++) count += right[i] == place ? 0 : 1;
        }

        return count;
    }

    /// <summary>How often <paramref name="right"/> stands directly after <paramref name="left"/>.</summary>
    public static int InOrder(ReadOnlySpan<int> left, ReadOnlySpan<int> right)
    {
        int count = 0;
        foreach (int place in left) count += right.BinarySearch(place + 1) >= 0 ? 1 : 0;
        return count;
    }

    /// <summary>The shortest stretch that holds every term at least once, in words.</summary>
    /// <param name="places">Places of each term, ascending, none empty.</param>
    /// <returns>1 for a single term; 0 for none.</returns>
    public static int ShortestWindow(IReadOnlyList<ReadOnlyMemory<int>> places)
    {
        if (places.Count == 0) return 0;
        int[] next = new int[places.Count];
        int shortest = int.MaxValue;
        while (true)
        {
            int low = int.MaxValue, high = int.MinValue, lowest = 0;
            for (int t = 0; t < next.Length; t++)
            {
                int place = places[t].Span[next[t]];
                if (place < low) (low, lowest) = (place, t);
                high = Math.Max(high, place);
            }

            shortest = Math.Min(shortest, high - low + 1);
            if (++next[lowest] == places[lowest].Length) return shortest;
        }
    }
}

namespace Assay.Tuning.Examples.Checks;

/// <summary>Finds pairs of similar sets among many without comparing all: those whose signatures agree in a whole band.</summary>
/// <remarks>
/// Indyk &amp; Motwani 1998. With 32 bands of 4 places, two sets of similarity s meet with probability <c>1 − (1 − s⁴)³²</c>: 0.998 at 0.65, 0.98 at 0.58, 0.87 at 0.5, 0.05 at 0.2.
/// Of each bucket the 32 latest sets are looked at, and of all those the 64 that share the most bands are candidates, so that a data set of one template costs no more than linear time.
/// </remarks>
internal static class CandidatePairs
{
    private const int Bands = 32, Places = 4, MostEarlier = 32, MostCandidates = 64;

    /// <summary>Pairs that may be similar, each once, earlier member first, in order.</summary>
    /// <param name="sets">The sets; empty ones are in no pair.</param>
    /// <param name="cancellationToken">Stops between sets.</param>
    public static IEnumerable<(int First, int Second)> Find(IReadOnlyList<ulong[]> sets, CancellationToken cancellationToken)
    {
        // The latest set of each bucket, and for each set and band the one before it: lists would be millions of small objects.
        Dictionary<ulong, int> latest = new(Math.Min(sets.Count, 1 << 20) * Bands / 2);
        int[][] before = new int[sets.Count][];
        uint[] signature = new uint[MinHash.Width];
        ulong[] band = new ulong[Places];
        Dictionary<int, int> met = [];
        for (int i = 0; i < sets.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (sets[i].Length == 0) continue;
            MinHash.Sign(sets[i], signature);
            met.Clear();
            int[] chain = before[i] = new int[Bands];
            for (int b = 0; b < Bands; b++)
            {
                for (int p = 0; p < Places; p++) band[p] = signature[(b * Places) + p];
                ulong key = unchecked(WordList.Join(band) + (ulong)b);
                chain[b] = latest.TryGetValue(key, out int last) ? last : -1;
                latest[key] = i;
                for (int earlier = chain[b], seen = 0; earlier >= 0 && seen < MostEarlier; earlier = before[earlier][b], seen++) met[earlier] = met.GetValueOrDefault(earlier) + 1;
            }

            IEnumerable<int> candidates = met.Count <= MostCandidates ? met.Keys : met.OrderByDescending(m => m.Value).ThenBy(m => m.Key).Take(MostCandidates).Select(m => m.Key);
            foreach (int earlier in candidates.Order()) yield return (earlier, i);
        }
    }
}

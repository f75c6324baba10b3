namespace Assay.Text.Tokenizers.Training;

/// <summary>Merges the most frequent pair of symbols of a list of words, again and again.</summary>
/// <remarks>
/// Deterministic: of pairs seen equally often the one whose left id is smaller is merged, then the one whose right id is. Counts are kept up to date
/// word by word, and a heap holds the pairs by counts that may be out of date; one that turns out to be is put back with its true count.
/// </remarks>
internal sealed class PairMerger
{
    private readonly List<int[]> _words = [];
    private readonly List<long> _counts = [];
    private readonly Dictionary<(int Left, int Right), long> _pairs = [];
    private readonly Dictionary<(int Left, int Right), HashSet<int>> _places = [];
    private readonly PriorityQueue<(int Left, int Right), (long Count, int Left, int Right)> _heap = new();

    /// <summary>Adds a word.</summary>
    /// <param name="symbols">Its symbols.</param>
    /// <param name="count">How often it was seen.</param>
    public void Add(int[] symbols, long count)
    {
        _words.Add(symbols);
        _counts.Add(count);
        Change(_words.Count - 1, count);
    }

    /// <summary>The next pair to merge.</summary>
    /// <param name="leastFrequency">Times it must be seen.</param>
    /// <returns>Null when there is none.</returns>
    public (int Left, int Right)? Best(int leastFrequency)
    {
        if (_heap.Count == 0) Fill();
        while (_heap.TryDequeue(out (int Left, int Right) pair, out (long Count, int Left, int Right) seen))
        {
            long count = _pairs.GetValueOrDefault(pair);
            if (count != -seen.Count)
            {
                if (count > 0) _heap.Enqueue(pair, (-count, pair.Left, pair.Right));
                continue;
            }

            return count >= leastFrequency ? pair : null;
        }

        return null;
    }

    /// <summary>Merges a pair everywhere.</summary>
    public void Merge(int left, int right, int result)
    {
        if (!_places.Remove((left, right), out HashSet<int>? places)) return;
        var changed = new HashSet<(int Left, int Right)>();
        foreach (int index in places)
        {
            Change(index, -_counts[index]);
            _words[index] = Merged(_words[index], left, right, result);
            Change(index, _counts[index]);
            int[] word = _words[index];
            for (int i = 0; i + 1 < word.Length; i++)
            {
                if (word[i] == result || word[i + 1] == result) changed.Add((word[i], word[i + 1]));
            }
        }

        foreach ((int Left, int Right) pair in changed) _heap.Enqueue(pair, (-_pairs[pair], pair.Left, pair.Right));

        _pairs.Remove((left, right));
    }

    private static int[] Merged(int[] word, int left, int right, int result)
    {
        var merged = new List<int>(word.Length);
        for (int i = 0; i < word.Length; i++)
        {
            bool pair = word[i] == left && i + 1 < word.Length && word[i + 1] == right;
            merged.Add(pair ? result : word[i]);
            if (pair) i++;
        }

        return [.. merged];
    }

    private void Change(int index, long by)
    {
        int[] word = _words[index];
        for (int i = 0; i + 1 < word.Length; i++)
        {
            (int, int) pair = (word[i], word[i + 1]);
            _pairs[pair] = _pairs.GetValueOrDefault(pair) + by;
            if (by <= 0) continue;
            if (!_places.TryGetValue(pair, out HashSet<int>? places)) _places[pair] = places = [];
            places.Add(index);
        }
    }

    private void Fill()
    {
        foreach (((int left, int right), long count) in _pairs)
        {
            if (count > 0) _heap.Enqueue((left, right), (-count, left, right));
        }
    }
}

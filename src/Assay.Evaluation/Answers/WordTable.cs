namespace Assay.Evaluation.Answers;

/// <summary>Numbers for words and for pairs, so that comparing texts compares integers. Kept between answers to save memory; not safe for several threads.</summary>
internal sealed class WordTable
{
    private const int MostWords = 1 << 17;
    private readonly Dictionary<string, int> ids = new(StringComparer.Ordinal);
    private readonly List<int> stems = [];
    private readonly List<string> words = [];
    private Dictionary<long, int> pairs = [];
    private int[] counts = new int[1024];

    /// <summary>Forgets all words when there are many; called between answers.</summary>
    public void Trim()
    {
        if (words.Count <= MostWords) return;
        ids.Clear();
        stems.Clear();
        words.Clear();
    }

    /// <summary>The number of a word.</summary>
    public int Id(ReadOnlySpan<char> word)
    {
        var lookup = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(word, out int id)) return id;
        string text = word.ToString();
        ids.Add(text, words.Count);
        words.Add(text);
        stems.Add(-1);
        return words.Count - 1;
    }

    /// <summary>The number of a word's stem; words of at most three characters are their own, as in ROUGE's reference.</summary>
    public int Stem(int id)
    {
        if (stems[id] < 0) stems[id] = words[id].Length > 3 ? Id(RougeStemmer.Stem(words[id])) : id;
        return stems[id];
    }

    /// <summary>Begins new numbers for pairs.</summary>
    public void ClearPairs()
    {
        if (pairs.Count > MostWords) pairs = [];
        else pairs.Clear();
    }

    /// <summary>The number of a pair since <see cref="ClearPairs"/>, counted from 0.</summary>
    public int Pair(int first, int second)
    {
        long key = ((long)first << 32) | (uint)second;
        if (pairs.TryGetValue(key, out int id)) return id;
        pairs.Add(key, pairs.Count);
        return pairs.Count - 1;
    }

    /// <summary>How many numbers two texts have in common, each as often as both have it.</summary>
    public int Common(ReadOnlySpan<int> gold, ReadOnlySpan<int> answer)
    {
        foreach (int id in gold)
        {
            if (id >= counts.Length) Array.Resize(ref counts, Math.Max(id + 1, 2 * counts.Length));
            counts[id]++;
        }

        int common = 0;
        foreach (int id in answer)
        {
            if (id >= counts.Length || counts[id] == 0) continue;
            counts[id]--;
            common++;
        }

        foreach (int id in gold) counts[id] = 0;
        return common;
    }
}

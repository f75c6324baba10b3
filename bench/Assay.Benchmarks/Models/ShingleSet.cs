namespace Assay.Benchmarks.Models;

/// <summary>Runs of words that stand in some texts, to find near-copies of them. Words are letters and digits in lower case; what stands between them does not count.</summary>
/// <param name="length">Words of a run.</param>
internal sealed class ShingleSet(int length)
{
    private readonly Dictionary<ulong, int> runs = [];

    /// <summary>Number of different runs.</summary>
    public int Count => runs.Count;

    /// <summary>Adds the runs of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="set">The number of the set it belongs to.</param>
    public void Add(string text, int set)
    {
        foreach (ulong run in Runs(text)) runs.TryAdd(run, set);
    }

    /// <summary>The set of the first run of a text that is known, or -1.</summary>
    /// <param name="text">The text.</param>
    public int Find(string text)
    {
        foreach (ulong run in Runs(text))
        {
            if (runs.TryGetValue(run, out int set)) return set;
        }

        return -1;
    }

    private IEnumerable<ulong> Runs(string text)
    {
        var words = new List<ulong>();
        ulong word = 0;
        bool open = false;
        foreach (char c in text.Append(' '))
        {
            if (char.IsLetterOrDigit(c))
            {
                word = Mix(word, char.ToLowerInvariant(c));
                open = true;
            }
            else if (open)
            {
                words.Add(word);
                (word, open) = (0, false);
            }
        }

        for (int i = 0; i + length <= words.Count; i++)
        {
            ulong run = 14695981039346656037;
            for (int k = 0; k < length; k++) run = Mix(run, words[i + k]);
            yield return run;
        }
    }

    private static ulong Mix(ulong hash, ulong value) => unchecked((hash ^ (value + 0x9E3779B97F4A7C15)) * 0xBF58476D1CE4E5B9) is var mixed ? mixed ^ (mixed >> 29) : 0;
}

using System.Collections.Frozen;
using Assay.Text.Segmentation;

namespace Assay.Retrieval.Answering;

/// <summary>In how many passages of a knowledge base each word stem stands: what makes a word of a question rare. Immutable and safe to share between threads.</summary>
public sealed class PassageFrequencies
{
    private readonly FrozenDictionary<string, int> _passages;

    private PassageFrequencies(FrozenDictionary<string, int> passages, int count) => (_passages, Count) = (passages, count);

    /// <summary>Passages counted.</summary>
    public int Count { get; }

    /// <summary>Counts the stems of passages.</summary>
    /// <param name="texts">All passages of the knowledge base, each once, in any order.</param>
    /// <returns>The frequencies.</returns>
    public static PassageFrequencies Of(IEnumerable<string> texts)
    {
        var vocabulary = new Vocabulary();
        var passages = new List<int>();
        int count = 0;
        foreach (string text in texts)
        {
            foreach (int stem in vocabulary.Ids(WordSegmenter.Segment(text)).Distinct())
            {
                while (passages.Count <= stem) passages.Add(0);
                passages[stem]++;
            }

            count++;
        }

        return new PassageFrequencies(passages.Select((n, stem) => (vocabulary.Stems[stem], n)).ToFrozenDictionary(p => p.Item1, p => p.n, StringComparer.Ordinal), count);
    }

    /// <summary>How much a stem tells: the logarithm of how many passages there are for each that holds it.</summary>
    /// <param name="stem">As the reader's vocabulary makes it.</param>
    /// <returns>Above 0; largest for a stem that stands nowhere.</returns>
    internal double Rarity(string stem) => Math.Log(1 + ((Count + 1) / (_passages.GetValueOrDefault(stem) + 0.5)));
}

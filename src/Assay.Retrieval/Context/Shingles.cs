using Assay.Text.Segmentation;

namespace Assay.Retrieval.Context;

/// <summary>The three-word sequences of a text, to tell how much of it stands in another one.</summary>
/// <remarks>
/// Broder 1997, with all sequences kept rather than a sample: passages have a few hundred words and there are few of them, so nothing needs to be
/// estimated. Words are compared in their normal form; a hash collision among 64-bit hashes of one context is of no account.
/// </remarks>
internal sealed class Shingles
{
    private const int Width = 3;
    private readonly HashSet<ulong> _hashes = [];
    private readonly HashSet<string> _figures = new(StringComparer.Ordinal);

    /// <param name="text">Any text.</param>
    /// <param name="figuresAlike">Whether all words with a digit count as the same word, to compare texts apart from their figures.</param>
    public Shingles(string text, bool figuresAlike = false)
    {
        IReadOnlyList<Word> words = WordSegmenter.Segment(text);
        ulong[] hashes = new ulong[words.Count];
        for (int i = 0; i < hashes.Length; i++)
        {
            bool figure = IsFigure(words[i].Normal);
            if (figure) _figures.Add(words[i].Normal);
            hashes[i] = figure && figuresAlike ? 1 : Hash(words[i].Normal);
        }

        int width = Math.Min(Width, hashes.Length);
        for (int i = 0; width > 0 && i + width <= hashes.Length; i++)
        {
            ulong hash = 0;
            for (int j = 0; j < width; j++) hash = unchecked((hash * 0x9E3779B97F4A7C15) ^ (hashes[i + j] + (hash >> 29)));
            _hashes.Add(hash);
        }
    }

    /// <summary>Whether the text has no word.</summary>
    public bool IsEmpty => _hashes.Count == 0;

    /// <summary>Share of this text that stands in <paramref name="other"/>, 0 to 1; 0 when it has no word.</summary>
    public double ShareIn(Shingles other) => _hashes.Count == 0 ? 0 : (double)_hashes.Count(other._hashes.Contains) / _hashes.Count;

    /// <summary>Whether every word with a digit of this text stands in <paramref name="other"/>.</summary>
    public bool FiguresIn(Shingles other) => _figures.IsSubsetOf(other._figures);

    /// <summary>Whether a word is a figure: an amount, a date, a version, a code.</summary>
    public static bool IsFigure(string word) => word.AsSpan().ContainsAnyInRange('0', '9');

    // FNV-1a: the same on every machine and in every process, which string.GetHashCode is not.
    private static ulong Hash(string word)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in word) hash = unchecked((hash ^ c) * 1099511628211);
        return hash;
    }
}

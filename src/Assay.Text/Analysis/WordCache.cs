namespace Assay.Text.Analysis;

/// <summary>Remembers what words were analyzed to, for the few thousand that make most of every text.</summary>
/// <remarks>
/// 4-way sets; a word that finds its set full is simply worked out each time, so memory is bounded and nothing is ever moved or dropped.
/// An entry is a pure function of its word: threads that race store equal ones, and no result depends on what is in here.
/// </remarks>
internal sealed class WordCache
{
    /// <summary>Longer words are rare.</summary>
    public const int LongestWord = 24;

    private const int Ways = 4;
    private const int Sets = 1 << 13;
    private readonly Entry?[] _entries = new Entry?[Sets * Ways];

    /// <summary>The entry of a word, or null.</summary>
    /// <param name="word">The word, folded but not stemmed.</param>
    /// <param name="hash">Any function of the word, always the same one.</param>
    public Entry? Find(ReadOnlySpan<char> word, uint hash)
    {
        foreach (Entry? entry in Set(hash))
        {
            if (entry is null) return null;
            if (word.SequenceEqual(entry.Word)) return entry;
        }

        return null;
    }

    /// <summary>Keeps an entry if its set has room.</summary>
    public void Add(uint hash, ReadOnlySpan<char> word, ReadOnlySpan<char> term, bool isStopWord)
    {
        if (word.Length > LongestWord) return;
        Span<Entry?> set = _entries.AsSpan(SetStart(hash), Ways);
        if (set[Ways - 1] is not null) return;
        var entry = new Entry(word.ToString(), term.ToString(), isStopWord);
        for (int i = 0; i < Ways; i++)
        {
            if (Interlocked.CompareExchange(ref set[i], entry, null) is null) return;
        }
    }

    private ReadOnlySpan<Entry?> Set(uint hash) => _entries.AsSpan(SetStart(hash), Ways);

    private static int SetStart(uint hash) => (int)((hash ^ (hash >> 15)) & (Sets - 1)) * Ways;

    /// <summary>What a word is analyzed to.</summary>
    /// <param name="Word">Folded, not stemmed.</param>
    /// <param name="Term">The term.</param>
    /// <param name="IsStopWord">Whether it is on the list.</param>
    public sealed record Entry(string Word, string Term, bool IsStopWord);
}

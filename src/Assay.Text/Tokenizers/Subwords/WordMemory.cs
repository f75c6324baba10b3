namespace Assay.Text.Tokenizers.Subwords;

/// <summary>Remembers the tokens of words, for the few thousand that make most of every text.</summary>
/// <remarks>
/// 4-way sets; a word that finds its set full is worked out each time, so memory is bounded and nothing is moved or dropped. An entry is a pure
/// function of its word: threads that race store equal ones, and no result depends on what is in here.
/// </remarks>
internal sealed class WordMemory
{
    /// <summary>Longer words are rare.</summary>
    public const int LongestWord = 64;

    private const int Ways = 4;
    private const int SetBits = 14;
    private readonly Entry?[] _entries = new Entry?[Ways << SetBits];

    /// <summary>A hash of a word.</summary>
    public static uint Hash(ReadOnlySpan<char> word)
    {
        unchecked
        {
            uint hash = (uint)word.Length * 0x85EBCA6BU;
            foreach (char c in word) hash = (hash ^ c) * 0x01000193U;
            return hash ^ (hash >> 15);
        }
    }

    /// <summary>The entry of a word, or null.</summary>
    public Entry? Find(ReadOnlySpan<char> word, uint hash)
    {
        int at = Set(hash);
        for (int way = 0; way < Ways; way++)
        {
            Entry? entry = _entries[at + way];
            if (entry is null) return null;
            if (word.SequenceEqual(entry.Word)) return entry;
        }

        return null;
    }

    /// <summary>Keeps an entry if its set has room.</summary>
    public void Add(uint hash, Entry entry)
    {
        Span<Entry?> set = _entries.AsSpan(Set(hash), Ways);
        if (set[Ways - 1] is not null) return;
        for (int way = 0; way < Ways; way++)
        {
            if (Interlocked.CompareExchange(ref set[way], entry, null) is null) return;
        }
    }

    private static int Set(uint hash) => (int)(hash & ((1U << SetBits) - 1)) * Ways;

    /// <summary>The tokens of a word.</summary>
    /// <param name="Word">The word.</param>
    /// <param name="Tokens">Its tokens; not to be changed.</param>
    public sealed record Entry(string Word, PlacedToken[] Tokens);
}

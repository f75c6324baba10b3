namespace Assay.Text.Tokenizers.Subwords;

/// <summary>Which two symbols merge, in which order of importance, and into what: a hash table with open addressing.</summary>
internal sealed class MergeTable
{
    /// <summary>Stands for a pair that does not merge; greater than every rank.</summary>
    public const int None = int.MaxValue;

    private readonly ulong[] _keys;
    private readonly int[] _ranks;
    private readonly int[] _results;
    private readonly int _shift;

    /// <summary>A table of merges; of two with the same pair the later counts.</summary>
    /// <param name="merges">The merges.</param>
    public MergeTable(IReadOnlyList<Merge> merges)
    {
        int bits = 4;
        while (1L << bits < merges.Count * 2L) bits++;
        (_keys, _ranks, _results, _shift) = (new ulong[1 << bits], new int[1 << bits], new int[1 << bits], 64 - bits);
        Array.Fill(_keys, ulong.MaxValue);
        foreach ((int left, int right, int result, int rank) in merges)
        {
            int slot = Slot(Key(left, right));
            (_keys[slot], _ranks[slot], _results[slot]) = (Key(left, right), rank, result);
        }
    }

    /// <summary>Rank and result of a pair.</summary>
    /// <returns>The rank, 0 the most important; <see cref="None"/> when the pair does not merge.</returns>
    public int Find(int left, int right, out int result)
    {
        ulong key = Key(left, right);
        int slot = Slot(key);
        result = _results[slot];
        return _keys[slot] == key ? _ranks[slot] : None;
    }

    private static ulong Key(int left, int right) => ((ulong)(uint)left << 32) | (uint)right;

    private int Slot(ulong key)
    {
        unchecked
        {
            int mask = _keys.Length - 1;
            int slot = (int)((key * 0x9E3779B97F4A7C15UL) >> _shift);
            while (_keys[slot] != key && _keys[slot] != ulong.MaxValue) slot = (slot + 1) & mask;
            return slot;
        }
    }
}

/// <summary>Two symbols that merge.</summary>
/// <param name="Left">Id of the left one.</param>
/// <param name="Right">Id of the right one.</param>
/// <param name="Result">Id of what they become.</param>
/// <param name="Rank">0 is the most important; of equal ranks the leftmost pair of a word is merged first.</param>
internal readonly record struct Merge(int Left, int Right, int Result, int Rank);

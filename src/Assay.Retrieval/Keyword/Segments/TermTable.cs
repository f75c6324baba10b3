using System.Text;

namespace Assay.Retrieval.Keyword.Segments;

/// <summary>Numbers terms in the order in which they are first seen.</summary>
internal sealed class TermTable
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly List<int> starts = [0];
    private byte[] bytes = new byte[4096];

    public TermTable() => lookup = numbers.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>How many there are.</summary>
    public int Count => numbers.Count;

    /// <summary>UTF-8 bytes of all of them.</summary>
    public int LengthBytes => starts[^1];

    /// <summary>The number of a term, a new one when it was not seen before.</summary>
    public int Intern(ReadOnlySpan<char> term)
    {
        if (lookup.TryGetValue(term, out int number)) return number;
        number = numbers.Count;
        lookup[term] = number;
        int start = starts[^1], most = Encoding.UTF8.GetMaxByteCount(term.Length);
        if (start + most > bytes.Length) Array.Resize(ref bytes, Math.Max(start + most, bytes.Length * 2));
        starts.Add(start + Encoding.UTF8.GetBytes(term, bytes.AsSpan(start)));
        return number;
    }

    /// <summary>Forgets all; the memory is kept.</summary>
    public void Clear()
    {
        numbers.Clear();
        starts.Clear();
        starts.Add(0);
    }

    /// <summary>The UTF-8 bytes of a term.</summary>
    public ReadOnlySpan<byte> Bytes(int number) => bytes.AsSpan(starts[number]..starts[number + 1]);

    /// <summary>Puts the terms in the order of their bytes.</summary>
    /// <returns>The numbers in order, and the rank of each number.</returns>
    public (int[] Order, int[] Ranks) Sort()
    {
        int[] order = [.. Enumerable.Range(0, Count)];
        Array.Sort(order, (x, y) => Bytes(x).SequenceCompareTo(Bytes(y)));
        var ranks = new int[order.Length];
        for (int i = 0; i < order.Length; i++) ranks[order[i]] = i;
        return (order, ranks);
    }
}

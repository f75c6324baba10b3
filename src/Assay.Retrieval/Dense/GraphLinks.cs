using Assay.Numerics.Memory;

namespace Assay.Retrieval.Dense;

/// <summary>
/// Who is linked to whom: for each node and level a list of neighbours, filled from the front and ended by a negative number. The lowest level, which
/// nearly every step of a search reads, is one array with a fixed place for each node; the few nodes of higher levels have small arrays of their own.
/// </summary>
internal sealed class GraphLinks : IDisposable
{
    /// <summary>Marks the end of a list that is not full.</summary>
    public const int None = -1;

    private readonly AlignedBlock<int> lowest = new(0);
    private readonly List<int[]?> upper = [];

    /// <summary>An empty graph.</summary>
    /// <param name="links">Links a node keeps on the higher levels; twice as many on the lowest.</param>
    public GraphLinks(int links)
    {
        Upper = links;
        Lowest = 2 * links;
    }

    /// <summary>Nodes there are.</summary>
    public int Count => upper.Count;

    /// <summary>Longest list of the lowest level.</summary>
    public int Lowest { get; }

    /// <summary>Longest list of the higher levels.</summary>
    public int Upper { get; }

    /// <summary>Adds a node without links.</summary>
    /// <param name="level">Its highest level, 0 or more.</param>
    public void Add(int level)
    {
        int node = Count;
        if (lowest.Length < (node + 1L) * Lowest) lowest.Resize(Math.Max(1024L, node + (node / 2L) + 1) * Lowest);
        lowest.Span((long)node * Lowest, Lowest).Fill(None);
        int[]? lists = level == 0 ? null : new int[level * Upper];
        lists?.AsSpan().Fill(None);
        upper.Add(lists);
    }

    /// <summary>Highest level of a node.</summary>
    public int Level(int node) => upper[node] is { } lists ? lists.Length / Upper : 0;

    /// <summary>The place of a node's list, as long as the longest list of the level.</summary>
    public Span<int> Of(int node, int level) =>
        level == 0 ? lowest.Span((long)node * Lowest, Lowest) : upper[node].AsSpan((level - 1) * Upper, Upper);

    /// <summary>Announces that a node's lowest list will be read.</summary>
    public void Prefetch(int node) => lowest.Prefetch((long)node * Lowest, Lowest);

    /// <summary>The part of a list that is in use.</summary>
    public static ReadOnlySpan<int> Used(ReadOnlySpan<int> list)
    {
        int end = list.IndexOf(None);
        return end < 0 ? list : list[..end];
    }

    public void Dispose() => lowest.Dispose();
}

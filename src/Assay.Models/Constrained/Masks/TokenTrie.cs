namespace Assay.Models.Constrained.Masks;

/// <summary>The tokens of a vocabulary as a tree of bytes, laid out so that a walk is one pass over arrays and leaving out a branch is one jump.</summary>
internal sealed class TokenTrie
{
    private readonly byte[] values;
    private readonly int[] depths;
    private readonly int[] ends;
    private readonly int[] firstToken;
    private readonly int[] tokens;

    /// <summary>The tree of tokens; those without bytes are left out.</summary>
    public TokenTrie(IReadOnlyList<ReadOnlyMemory<byte>> bytes)
    {
        int[] order = [.. Enumerable.Range(0, bytes.Count).Where(t => !bytes[t].IsEmpty)];
        Array.Sort(order, (a, b) => bytes[a].Span.SequenceCompareTo(bytes[b].Span) is var c and not 0 ? c : a.CompareTo(b));
        List<byte> value = [0];
        List<int> depth = [0], first = [0];
        ReadOnlySpan<byte> previous = [];
        for (int i = 0; i < order.Length; i++)
        {
            ReadOnlySpan<byte> text = bytes[order[i]].Span;
            for (int d = previous.CommonPrefixLength(text); d < text.Length; d++)
            {
                value.Add(text[d]);
                depth.Add(d + 1);
                first.Add(i);
            }

            previous = text;
        }

        first.Add(order.Length);
        (values, depths, firstToken, tokens) = ([.. value], [.. depth], [.. first], order);
        MaxDepth = depths.Max();
        ends = Ends();
        IsSpelled = new bool[256];
        for (int b = 0; b < 256; b++) IsSpelled[b] = Child(0, (byte)b) is var node and >= 0 && !Tokens(node).IsEmpty;
    }

    /// <summary>Number of nodes; 0 is the root.</summary>
    public int Count => values.Length;

    /// <summary>Length of the longest token.</summary>
    public int MaxDepth { get; }

    /// <summary>Bytes that are a token by themselves.</summary>
    public bool[] IsSpelled { get; }

    /// <summary>The byte that leads to a node.</summary>
    public byte Value(int node) => values[node];

    /// <summary>Number of bytes that lead to a node.</summary>
    public int Depth(int node) => depths[node];

    /// <summary>The first node behind a node and all below it.</summary>
    public int End(int node) => ends[node];

    /// <summary>Tokens that end at a node.</summary>
    // A node's first token is the one that made it; if that token is longer, the node has none, because shorter texts come first in the order.
    public ReadOnlySpan<int> Tokens(int node)
    {
        int first = firstToken[node], last = node + 1 < values.Length && depths[node + 1] > depths[node] ? firstToken[node + 1] : firstToken[ends[node]];
        return tokens.AsSpan(first, last - first);
    }

    /// <summary>The node below another one, or below 0.</summary>
    public int Child(int node, byte value)
    {
        for (int child = node + 1; child < ends[node]; child = ends[child])
        {
            if (values[child] == value) return child;
        }

        return -1;
    }

    private int[] Ends()
    {
        int[] result = new int[values.Length];
        Stack<int> open = new();
        for (int node = 0; node < values.Length; node++)
        {
            while (open.Count > 0 && depths[open.Peek()] >= depths[node]) result[open.Pop()] = node;
            open.Push(node);
        }

        while (open.TryPop(out int left)) result[left] = values.Length;
        return result;
    }
}

using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Assay.Text;

namespace Assay.Models.Sampling;

/// <summary>Finds stop strings in text that comes in pieces, on its bytes, and holds back what could be the beginning of one.</summary>
/// <remarks>
/// The text ends before the stop string that ends first; of several that end at the same byte the longest counts. One automaton (Aho and Corasick 1975) follows all of them:
/// each byte is one step, and what is held back is exactly the longest end of the text that begins a stop string. For one sequence; not safe for concurrent use.
/// </remarks>
public sealed class StopMatcher
{
    private const int MostBytes = 4096;
    private readonly ImmutableArray<string> stops;
    private readonly List<int[]> next = [NewRow()];
    private readonly List<int> depth = [0];
    private readonly List<int> match = [-1];
    private readonly byte[] held;
    private int state;
    private int heldCount;

    /// <summary>A matcher before the text.</summary>
    /// <param name="stopStrings">Texts to stop at; none is allowed.</param>
    /// <exception cref="InputException">A stop string is empty, or together they are longer than 4,096 bytes.</exception>
    public StopMatcher(IEnumerable<string> stopStrings)
    {
        ArgumentNullException.ThrowIfNull(stopStrings);
        stops = [.. stopStrings];
        List<Problem> problems = [];
        if (stops.Any(string.IsNullOrEmpty)) problems.Add(new Problem("", null, "A stop string is empty; every stop string needs at least one character."));
        if (stops.Sum(s => (long)Encoding.UTF8.GetByteCount(s ?? "")) > MostBytes)
        {
            problems.Add(new Problem("", null, $"The stop strings are longer than {MostBytes} bytes together; use shorter ones."));
        }

        if (problems.Count > 0) throw new InputException(problems);
        for (int i = 0; i < stops.Length; i++) Insert(Encoding.UTF8.GetBytes(stops[i]), i);
        Link();
        held = new byte[depth.Max() + 1];
    }

    /// <summary>The stop string that was found; null before.</summary>
    public string? Found { get; private set; }

    /// <summary>Adds a piece of text.</summary>
    /// <param name="text">Any bytes, also parts of characters.</param>
    /// <param name="output">Receives what surely belongs to the text; nothing of a stop string.</param>
    /// <returns>Whether a stop string was found; what comes after it is dropped.</returns>
    public bool Append(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        foreach (byte value in text)
        {
            if (Found is not null) break;
            held[heldCount++] = value;
            state = next[state][value];
            if (match[state] is var found and >= 0)
            {
                Release(heldCount - Encoding.UTF8.GetByteCount(stops[found]), output);
                (Found, heldCount) = (stops[found], 0);
                break;
            }

            Release(heldCount - depth[state], output);
        }

        return Found is not null;
    }

    /// <summary>Ends the text: what was held back belongs to it after all.</summary>
    /// <param name="output">Receives it.</param>
    public void Finish(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Release(heldCount, output);
        state = 0;
    }

    private static int[] NewRow()
    {
        int[] row = new int[256];
        row.AsSpan().Fill(-1);
        return row;
    }

    private void Insert(byte[] stop, int index)
    {
        int node = 0;
        foreach (byte value in stop)
        {
            if (next[node][value] < 0)
            {
                next[node][value] = next.Count;
                depth.Add(depth[node] + 1);
                next.Add(NewRow());
                match.Add(-1);
            }

            node = next[node][value];
        }

        match[node] = index;
    }

    // Breadth-first: a missing transition is that of the longest proper end of the node's text that is a node too.
    private void Link()
    {
        int[] fallback = new int[next.Count];
        Queue<int> open = new();
        for (int b = 0; b < 256; b++)
        {
            if (next[0][b] < 0) next[0][b] = 0;
            else open.Enqueue(next[0][b]);
        }

        while (open.TryDequeue(out int node))
        {
            if (match[node] < 0) match[node] = match[fallback[node]];
            for (int b = 0; b < 256; b++)
            {
                int through = next[fallback[node]][b];
                if (next[node][b] < 0)
                {
                    next[node][b] = through;
                    continue;
                }

                fallback[next[node][b]] = through;
                open.Enqueue(next[node][b]);
            }
        }
    }

    private void Release(int count, IBufferWriter<byte> output)
    {
        if (count <= 0) return;
        held.AsSpan(0, count).CopyTo(output.GetSpan(count));
        output.Advance(count);
        heldCount -= count;
        held.AsSpan(count, heldCount).CopyTo(held);
    }
}

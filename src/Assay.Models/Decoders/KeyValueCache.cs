using Assay.Models.Adapters;
using Assay.Numerics.Memory;

namespace Assay.Models.Decoders;

/// <summary>The keys and values of the tokens of one text, so that a continuation need not go through them again.</summary>
/// <remarks>
/// Grows as tokens are added. For one text at a time; not safe for concurrent use. In memory with large pages, which a long text is read from at twice the speed; it is given back when the
/// collector finds that nobody has the cache any more.
/// </remarks>
public sealed class KeyValueCache
{
    private const int FirstCapacity = 64;

    private readonly AlignedBlock<float>[] keys, values;
    private readonly int width, most;
    private readonly List<int> tokens = [];
    private int capacity;

    /// <summary>An empty cache.</summary>
    /// <param name="layers">Layers of the model.</param>
    /// <param name="width">Values of the keys of one token.</param>
    /// <param name="most">Most tokens.</param>
    /// <param name="adapter">What the text is read and continued with; null for the model alone.</param>
    internal KeyValueCache(int layers, int width, int most, LoraAdapter? adapter = null)
    {
        Adapter = adapter;
        this.width = width;
        this.most = most;
        keys = Empty(layers);
        values = Empty(layers);
    }

    /// <summary>The adapter that its keys and values come from, and that a continuation uses; null for the model alone.</summary>
    public LoraAdapter? Adapter { get; }

    /// <summary>The tokens it holds, in order.</summary>
    public IReadOnlyList<int> Tokens => tokens;

    /// <summary>Number of tokens.</summary>
    public int Length => tokens.Count;

    /// <summary>Memory it takes, in bytes.</summary>
    public long LengthBytes => 2L * keys.Length * capacity * width * sizeof(float);

    /// <summary>Forgets the last tokens.</summary>
    /// <param name="length">How many stay.</param>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        tokens.RemoveRange(length, Length - length);
    }

    /// <summary>Another cache with the first tokens of this one.</summary>
    /// <param name="length">How many.</param>
    /// <returns>A copy: what happens to one does not touch the other.</returns>
    public KeyValueCache Copy(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        var copy = new KeyValueCache(keys.Length, width, most, Adapter);
        copy.Reserve(length);
        copy.tokens.AddRange(tokens.Take(length));
        for (int layer = 0; layer < keys.Length; layer++)
        {
            Keys(layer, 0, length).CopyTo(copy.Keys(layer, 0, length));
            Values(layer, 0, length).CopyTo(copy.Values(layer, 0, length));
        }

        return copy;
    }

    /// <summary>Makes room for tokens and notes them; their keys and values are written layer by layer.</summary>
    internal void Add(ReadOnlySpan<int> added)
    {
        if (Length > most - added.Length) throw new ArgumentException($"{Length} tokens and {added.Length} more exceed the {most} that the model was made for.", nameof(added));
        Reserve(Length + added.Length);
        tokens.AddRange(added);
    }

    /// <summary>The keys of a layer, <c>[tokens, width]</c>.</summary>
    internal Span<float> Keys(int layer, int first, int count) => keys[layer].Span((long)first * width, checked(count * width));

    /// <summary>The values of a layer, <c>[tokens, width]</c>.</summary>
    internal Span<float> Values(int layer, int first, int count) => values[layer].Span((long)first * width, checked(count * width));

    private void Reserve(int needed)
    {
        if (needed <= capacity) return;
        int next = (int)Math.Min(most, Math.Max(Math.Max(needed, FirstCapacity), capacity * 2L));
        for (int layer = 0; layer < keys.Length; layer++)
        {
            keys[layer].Resize((long)next * width);
            values[layer].Resize((long)next * width);
        }

        capacity = next;
    }

    private static AlignedBlock<float>[] Empty(int layers) => [.. Enumerable.Range(0, layers).Select(_ => new AlignedBlock<float>(0))];
}

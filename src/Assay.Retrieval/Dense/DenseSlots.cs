using Assay.Numerics.Memory;
using Assay.Numerics.Vectors;
using Assay.Retrieval.Storage;

namespace Assay.Retrieval.Dense;

/// <summary>
/// The rows of a dense index by slot: which chunk, who may see it, whether it was removed, its values as they came and rounded. Slots are given in order
/// and never reused; a removed row keeps its values, because a graph leads through it.
/// </summary>
internal sealed class DenseSlots(int dimension) : IDisposable
{
    private readonly AlignedBlock<float> exact = new(0);
    private readonly Dictionary<long, int> slots = [];

    // Largest ordinal of each document's rows, so that all of them can be found.
    private readonly Dictionary<long, int> lastOrdinals = [];
    private readonly List<long> chunks = [];
    private readonly List<int> classes = [];

    /// <summary>The rounded values.</summary>
    public QuantizedRows Rounded { get; } = new(dimension);

    /// <summary>Slots given, removed rows included.</summary>
    public int Count => chunks.Count;

    /// <summary>Rows that are there.</summary>
    public int Live => slots.Count;

    /// <summary>The largest access class a row ever had; 0 before the first.</summary>
    public int LargestClass { get; private set; }

    /// <summary>The chunk of a slot; what it was when it was removed.</summary>
    public long Chunk(int slot) => chunks[slot];

    /// <summary>The access class of a slot; negative when its row was removed.</summary>
    public int AccessClass(int slot) => classes[slot];

    /// <summary>The values of a slot, a vector of length 1 or 0.</summary>
    public ReadOnlySpan<float> Exact(int slot) => exact.Span((long)slot * dimension, dimension);

    /// <summary>The values of a slot as bytes, for a file.</summary>
    public ReadOnlySpan<byte> Bytes(int slot) => exact.Bytes((long)slot * dimension, dimension);

    /// <summary>Announces that a slot's values will be read.</summary>
    public void Prefetch(int slot) => exact.Prefetch((long)slot * dimension, dimension);

    /// <summary>Whether a chunk has a row.</summary>
    public bool Contains(long chunk) => slots.ContainsKey(chunk);

    /// <summary>Makes room, so that the next rows are added without moving those there are.</summary>
    public void Reserve(int count)
    {
        Rounded.Reserve(count);
        if (exact.Length < (long)count * dimension) exact.Resize((long)count * dimension);
        chunks.EnsureCapacity(count);
        classes.EnsureCapacity(count);
        slots.EnsureCapacity(count);
    }

    /// <summary>Adds a row in a new slot; a row of the same chunk is removed first.</summary>
    /// <exception cref="ArgumentException">The vector is of another dimension or a value is not finite; nothing was changed.</exception>
    public void Add(long chunk, int accessClass, ReadOnlySpan<float> vector)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(accessClass);
        if (vector.Length != dimension) throw new ArgumentException($"A vector of {vector.Length} values does not fit an index of {dimension}.", nameof(vector));
        int slot = Count;
        if (exact.Length < (slot + 1L) * dimension) exact.Resize(Math.Max(64L, slot + (slot / 2L) + 1) * dimension);
        Span<float> values = exact.Span((long)slot * dimension, dimension);
        vector.CopyTo(values);
        Normalize(values);
        Rounded.Add(values);
        Remove(chunk);
        chunks.Add(chunk);
        classes.Add(accessClass);
        LargestClass = Math.Max(LargestClass, accessClass);
        slots[chunk] = slot;
        (long document, int ordinal) = Parts(chunk);
        lastOrdinals[document] = Math.Max(ordinal, lastOrdinals.GetValueOrDefault(document));
    }

    /// <summary>Adds a row of a snapshot, a removed one included.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="accessClass">Negative when it was removed.</param>
    /// <param name="read">Fills in the bytes of its values.</param>
    public void Restore(long chunk, int accessClass, Action<Span<byte>> read)
    {
        int slot = Count;
        read(exact.Bytes((long)slot * dimension, dimension));
        Rounded.Add(Exact(slot));
        chunks.Add(chunk);
        classes.Add(accessClass);
        LargestClass = Math.Max(LargestClass, accessClass);
        if (accessClass < 0) return;
        slots.Add(chunk, slot);
        (long document, int ordinal) = Parts(chunk);
        lastOrdinals[document] = Math.Max(ordinal, lastOrdinals.GetValueOrDefault(document));
    }

    /// <summary>Removes the row of a chunk.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(long chunk)
    {
        if (!slots.Remove(chunk, out int slot)) return false;
        classes[slot] = -1;
        return true;
    }

    /// <summary>Removes the rows of a document.</summary>
    /// <returns>How many there were.</returns>
    public int RemoveDocument(long document)
    {
        int removed = 0;
        foreach (int slot in Of(document))
        {
            slots.Remove(chunks[slot]);
            classes[slot] = -1;
            removed++;
        }

        lastOrdinals.Remove(document);
        return removed;
    }

    /// <summary>Gives the rows of a document another access class.</summary>
    public void SetAccessClass(long document, int accessClass)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(accessClass);
        LargestClass = Math.Max(LargestClass, accessClass);
        foreach (int slot in Of(document)) classes[slot] = accessClass;
    }

    /// <summary>Brings a vector to length 1; leaves one of length 0, and one whose length differs from 1 by no more than rounding, as it is.</summary>
    public static void Normalize(Span<float> vector)
    {
        const double rounding = 1e-5;
        double square = 0;
        foreach (float value in vector) square += (double)value * value;
        if (square == 0 || Math.Abs(square - 1) < rounding || !double.IsFinite(square)) return;
        double scale = 1 / Math.Sqrt(square);
        for (int i = 0; i < vector.Length; i++) vector[i] = (float)(vector[i] * scale);
    }

    public void Dispose()
    {
        Rounded.Dispose();
        exact.Dispose();
    }

    private IEnumerable<int> Of(long document)
    {
        if (!lastOrdinals.TryGetValue(document, out int last)) yield break;
        for (int ordinal = 0; ordinal <= last; ordinal++)
        {
            if (slots.TryGetValue((document << StoreSchema.OrdinalBits) | (uint)ordinal, out int slot)) yield return slot;
        }
    }

    private static (long Document, int Ordinal) Parts(long chunk) => (chunk >> StoreSchema.OrdinalBits, (int)(chunk & ((1L << StoreSchema.OrdinalBits) - 1)));
}

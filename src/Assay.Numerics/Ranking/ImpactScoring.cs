using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Assay.Numerics.Ranking;

/// <summary>The inner loops of BM25 over posting lists, in fixed point so that sums do not depend on their order.</summary>
/// <remarks>
/// The impact of a posting is <c>⌊w · (f / (f + norm))⌋</c>, where <c>f</c> is the sum of two table entries chosen by the halves of its code; every
/// operation is one IEEE single-precision operation, so all paths give the same integers. A norm of +∞ makes the impact 0: that is how
/// chunks that are gone or may not be read are left out.
/// </remarks>
public static class ImpactScoring
{
    /// <summary>Entries of the frequency table: 16 for the low half of a code, then 16 for the high half.</summary>
    public const int TableLength = 32;

    /// <summary>The impact of one posting.</summary>
    /// <param name="code">Its code.</param>
    /// <param name="frequencies">The table, <see cref="TableLength"/> entries of 0 or more.</param>
    /// <param name="norm">The norm of its chunk, 0 or more.</param>
    /// <param name="weight">The weight of its term, 0 or more; below 2³¹.</param>
    /// <returns>0 to the weight.</returns>
    public static int Impact(byte code, ReadOnlySpan<float> frequencies, float norm, float weight)
    {
        float frequency = frequencies[code & 15] + frequencies[16 + (code >> 4)];
        return (int)(weight * (frequency / (frequency + norm)));
    }

    /// <summary>Adds the impacts of postings to the sums of their chunks.</summary>
    /// <param name="chunks">Chunk numbers, ascending, each once, from <paramref name="first"/> to before <paramref name="first"/> + the length of <paramref name="sums"/>.</param>
    /// <param name="codes">The codes of the postings, as many.</param>
    /// <param name="scale">Table, norms by chunk number, and the term's weight.</param>
    /// <param name="first">The chunk of the first sum.</param>
    /// <param name="sums">Changed in place.</param>
    /// <exception cref="ArgumentException">The lengths do not match.</exception>
    /// <exception cref="IndexOutOfRangeException">A chunk has no norm or no sum.</exception>
    public static void Accumulate(ReadOnlySpan<int> chunks, ReadOnlySpan<byte> codes, ImpactScale scale, int first, Span<int> sums)
    {
        if (codes.Length != chunks.Length) throw new ArgumentException($"{codes.Length} codes for {chunks.Length} chunks.", nameof(codes));
        int done = 0;
        if (Vector512.IsHardwareAccelerated && Avx2.IsSupported && Avx512BW.IsSupported) done = Accumulate512(chunks, codes, scale, first, sums);
        AccumulateScalar(chunks[done..], codes[done..], scale, first, sums);
    }

    /// <summary>One posting after the other: what all paths agree with.</summary>
    internal static void AccumulateScalar(ReadOnlySpan<int> chunks, ReadOnlySpan<byte> codes, ImpactScale scale, int first, Span<int> sums)
    {
        ReadOnlySpan<float> low = scale.Frequencies[..16], high = scale.Frequencies.Slice(16, 16), norms = scale.Norms;
        float weight = scale.Weight;
        for (int i = 0; i < chunks.Length; i++)
        {
            int chunk = chunks[i];
            float frequency = low[codes[i] & 15] + high[codes[i] >> 4];
            sums[chunk - first] += (int)(weight * (frequency / (frequency + norms[chunk])));
        }
    }

    // Sixteen impacts at a time: the tables are looked up within a register, the norms fetched by their indexes.
    private static unsafe int Accumulate512(ReadOnlySpan<int> chunks, ReadOnlySpan<byte> codes, ImpactScale scale, int first, Span<int> sums)
    {
        Vector512<float> low = Vector512.Create(scale.Frequencies[..16]), high = Vector512.Create(scale.Frequencies.Slice(16, 16)), weight = Vector512.Create(scale.Weight);
        Vector512<int> start = Vector512.Create(first), nibble = Vector512.Create(15);
        Vector512<uint> limit = Vector512.Create((uint)Math.Max(0, Math.Min(sums.Length, scale.Norms.Length - first)));
        int* impacts = stackalloc int[16];
        ref int sum = ref MemoryMarshal.GetReference(sums);
        int i = 0;
        fixed (float* norms = scale.Norms)
        {
            for (; i <= chunks.Length - 16; i += 16)
            {
                Vector512<int> chunk = Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(chunks), (nuint)i);

                // The scalar path says which one is outside.
                if (Vector512.GreaterThanOrEqualAny((chunk - start).AsUInt32(), limit)) break;
                Vector512<int> code = Avx512F.ConvertToVector512Int32(Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(codes), (nuint)i));
                Vector512<float> frequency = Avx512F.PermuteVar16x32(low, code & nibble) + Avx512F.PermuteVar16x32(high, code >>> 4);
                Vector512<float> norm = Vector512.Create(Avx2.GatherVector256(norms, chunk.GetLower(), sizeof(float)), Avx2.GatherVector256(norms, chunk.GetUpper(), sizeof(float)));
                Avx512F.ConvertToVector512Int32WithTruncation(weight * (frequency / (frequency + norm))).Store(impacts);
                for (int j = 0; j < 16; j++) Unsafe.Add(ref sum, chunks[i + j] - first) += impacts[j];
            }
        }

        return i;
    }

    /// <summary>Finds the sums that reach a minimum.</summary>
    /// <param name="sums">The sums.</param>
    /// <param name="minimum">The least that counts.</param>
    /// <param name="found">Takes the indexes, ascending; as long as <paramref name="sums"/>.</param>
    /// <returns>How many were found.</returns>
    public static int Collect(ReadOnlySpan<int> sums, int minimum, Span<int> found)
    {
        if (found.Length < sums.Length) throw new ArgumentException($"Room for {found.Length} of {sums.Length} indexes.", nameof(found));
        int count = 0, i = 0, width = Vector512<int>.Count;
        Vector512<int> least = Vector512.Create(minimum);
        ref int sum = ref MemoryMarshal.GetReference(sums);
        for (; i <= sums.Length - (4 * width); i += 4 * width)
        {
            // Most of the sums are too small: four vectors are looked at together.
            Vector512<int> a = Vector512.LoadUnsafe(ref sum, (nuint)i), b = Vector512.LoadUnsafe(ref sum, (nuint)(i + width));
            Vector512<int> c = Vector512.LoadUnsafe(ref sum, (nuint)(i + (2 * width))), d = Vector512.LoadUnsafe(ref sum, (nuint)(i + (3 * width)));
            if (!Vector512.GreaterThanOrEqualAny(Vector512.Max(Vector512.Max(a, b), Vector512.Max(c, d)), least)) continue;
            ulong mask = Vector512.GreaterThanOrEqual(a, least).ExtractMostSignificantBits() | (Vector512.GreaterThanOrEqual(b, least).ExtractMostSignificantBits() << width)
                | (Vector512.GreaterThanOrEqual(c, least).ExtractMostSignificantBits() << (2 * width)) | (Vector512.GreaterThanOrEqual(d, least).ExtractMostSignificantBits() << (3 * width));
            for (; mask != 0; mask &= mask - 1) found[count++] = i + BitOperations.TrailingZeroCount(mask);
        }

        for (; i < sums.Length; i++)
        {
            if (sums[i] >= minimum) found[count++] = i;
        }

        return count;
    }

    /// <summary>Counts the chunks whose norm is finite.</summary>
    /// <param name="chunks">Chunk numbers.</param>
    /// <param name="norms">Norms by chunk number.</param>
    /// <returns>0 to the number of chunks.</returns>
    public static int CountFinite(ReadOnlySpan<int> chunks, ReadOnlySpan<float> norms)
    {
        int count = 0;
        foreach (int chunk in chunks)
        {
            if (float.IsFinite(norms[chunk])) count++;
        }

        return count;
    }

    /// <summary>The first index from <paramref name="from"/> on whose value is not below <paramref name="value"/>, by doubling steps: cheap when it is near.</summary>
    /// <param name="sorted">Ascending values.</param>
    /// <param name="from">Where to begin, 0 to the length.</param>
    /// <param name="value">The value looked for.</param>
    /// <returns>The length when all are below.</returns>
    public static int LowerBound(ReadOnlySpan<int> sorted, int from, int value)
    {
        // Near values are compared sixteen at a time, without a branch that cannot be foreseen.
        int width = Vector512<int>.Count, low = from;
        Vector512<int> sought = Vector512.Create(value);
        for (int near = 0; near < 4 && low <= sorted.Length - width; near++, low += width)
        {
            ulong below = Vector512.LessThan(Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(sorted), (nuint)low), sought).ExtractMostSignificantBits();
            if (below != 0xffff) return low + BitOperations.PopCount(below);
        }

        int step = width, high = low;
        while (high < sorted.Length && sorted[high] < value)
        {
            low = high + 1;
            high += step;
            step *= 2;
        }

        if (high > sorted.Length) high = sorted.Length;
        while (low < high)
        {
            int middle = (int)(((uint)low + (uint)high) >> 1);
            if (sorted[middle] < value) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}

using System.Numerics;

namespace Assay.Tuning.Examples.Checks;

/// <summary>Signatures whose share of equal places estimates the similarity of two sets: the least value of 128 hash functions over each set.</summary>
/// <remarks>Broder 1997. Functions are <c>a·x + b mod 2³²</c> with odd <c>a</c>, from a fixed seed: the same on every machine.</remarks>
internal static class MinHash
{
    /// <summary>Places of a signature.</summary>
    public const int Width = 128;

    private static readonly uint[] s_factors = Constants(odd: true), s_terms = Constants(odd: false);

    /// <summary>The signature of a set.</summary>
    /// <param name="features">The set; not empty.</param>
    /// <param name="signature">Receives <see cref="Width"/> places.</param>
    public static void Sign(ReadOnlySpan<ulong> features, Span<uint> signature)
    {
        for (int i = 0; i < Width; i += Vector<uint>.Count)
        {
            Vector<uint> factor = new(s_factors, i), term = new(s_terms, i), least = new(uint.MaxValue);
            foreach (ulong feature in features) least = Vector.Min(least, (factor * new Vector<uint>((uint)(feature >> 32))) + term);
            least.CopyTo(signature[i..]);
        }
    }

    private static uint[] Constants(bool odd)
    {
        uint[] constants = new uint[Width];
        for (int i = 0; i < Width; i++)
        {
            uint value = (uint)(WordList.Mix((odd ? 1UL : 1_000_001UL) + ((ulong)i * 7919)) >> 32);
            constants[i] = odd ? value | 1 : value;
        }

        return constants;
    }
}

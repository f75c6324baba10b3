using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Assay.Retrieval.Keyword.Segments;

/// <summary>
/// Which letters a word has, whether more than once, and its length, in one number: an edit changes little of it, so two words whose numbers
/// differ much are far apart.
/// </summary>
internal static class LetterCounts
{
    private const int Buckets = 28;
    private const int LengthShift = 2 * Buckets;
    private const ulong Letters = (1UL << LengthShift) - 1;

    /// <summary>The number of a word.</summary>
    /// <remarks>Optimized at once: the first misspelt word asks for all terms of the index.</remarks>
    /// <param name="word">UTF-8.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong Of(ReadOnlySpan<byte> word)
    {
        ulong once = 0, again = 0;
        uint length = 0;
        for (int at = 0, used = 1; at < word.Length; at += used, used = 1)
        {
            uint letter = word[at];
            if (letter >= 0x80)
            {
                Rune.DecodeFromUtf8(word[at..], out Rune rune, out used);
                letter = (uint)rune.Value;
            }

            ulong bit = 1UL << (int)(letter % Buckets);
            again |= once & bit;
            once |= bit;
            length++;
        }

        return once | (again << Buckets) | ((ulong)Math.Min(length, byte.MaxValue) << LengthShift);
    }

    /// <summary>Whether two words can be within some edits; false only when they cannot.</summary>
    /// <remarks>An inserted or deleted letter changes one bit, a replaced one two, swapped neighbours none.</remarks>
    public static bool MayBeNear(ulong x, ulong y, int edits) =>
        BitOperations.PopCount((x ^ y) & Letters) <= 2 * edits && Math.Abs((int)(x >> LengthShift) - (int)(y >> LengthShift)) <= edits;
}

namespace Assay.Models.Constrained.Automata;

/// <summary>Ranges of code points as sequences of byte ranges.</summary>
internal static class Utf8
{
    private static readonly int[] LastOfLength = [0x7F, 0x7FF, 0xFFFF, 0x10FFFF];

    /// <summary>The byte sequences of the code points of a range that holds no surrogate.</summary>
    /// <returns>Sequences of 1 to 4 byte ranges that together spell every code point once.</returns>
    public static IEnumerable<(byte Low, byte High)[]> Split(int low, int high)
    {
        int first = low;
        foreach (int last in LastOfLength)
        {
            if (first > last) continue;
            foreach ((byte, byte)[] sequence in SameLength(first, Math.Min(high, last))) yield return sequence;
            first = last + 1;
            if (first > high) yield break;
        }
    }

    // Splits until all but one byte is fixed or covers all continuation bytes.
    private static IEnumerable<(byte Low, byte High)[]> SameLength(int low, int high)
    {
        int length = Length(low);
        for (int i = 1; i < length; i++)
        {
            int mask = (1 << (6 * i)) - 1;
            if ((low & ~mask) == (high & ~mask)) continue;
            if ((low & mask) != 0) return SameLength(low, low | mask).Concat(SameLength((low | mask) + 1, high));
            if ((high & mask) != mask) return SameLength(low, (high & ~mask) - 1).Concat(SameLength(high & ~mask, high));
        }

        byte[] a = Encode(low, length), b = Encode(high, length);
        return [[.. a.Zip(b)]];
    }

    private static int Length(int codePoint) => codePoint <= 0x7F ? 1 : codePoint <= 0x7FF ? 2 : codePoint <= 0xFFFF ? 3 : 4;

    private static byte[] Encode(int codePoint, int length)
    {
        if (length == 1) return [(byte)codePoint];
        byte[] bytes = new byte[length];
        for (int i = length - 1; i > 0; i--)
        {
            bytes[i] = (byte)(0x80 | (codePoint & 0x3F));
            codePoint >>= 6;
        }

        int lead = length == 2 ? 0xC0 : length == 3 ? 0xE0 : 0xF0;
        bytes[0] = (byte)(lead | codePoint);
        return bytes;
    }
}

namespace Assay.Retrieval.Storage;

/// <summary>Whole numbers in as few bytes as they need, seven bits a byte, the lowest first.</summary>
internal static class VariableNumbers
{
    private const int MostBytes = 6;

    /// <summary>Appends a number below 2^42.</summary>
    public static void Write(MemoryStream bytes, ulong value)
    {
        for (; value >= 0x80; value >>= 7) bytes.WriteByte((byte)(0x80 | (value & 0x7f)));
        bytes.WriteByte((byte)value);
    }

    /// <summary>The number that the bytes begin with, which is taken off them.</summary>
    /// <exception cref="InvalidDataException">They end within it.</exception>
    public static ulong Read(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (int i = 0; i < bytes.Length && i < MostBytes; i++)
        {
            value |= (ulong)(bytes[i] & 0x7f) << (7 * i);
            if (bytes[i] >= 0x80) continue;
            bytes = bytes[(i + 1)..];
            return value;
        }

        throw new InvalidDataException("A number of a chunk's positions ends too early.");
    }

    /// <summary>Small numbers of either sign as small ones without a sign.</summary>
    public static ulong ZigZag(long value) => unchecked((ulong)((value << 1) ^ (value >> 63)));

    /// <summary>The number that <see cref="ZigZag"/> was given.</summary>
    public static long UnZigZag(ulong value) => unchecked((long)(value >> 1) ^ -(long)(value & 1));
}

namespace Assay.Retrieval.Keyword.Segments;

/// <summary>
/// Positions of a term in a chunk as bytes: each the gap to the one before (the first: to −1), less one, times two, plus one for the last of
/// the posting, seven bits a byte.
/// </summary>
internal static class Positions
{
    /// <summary>Most bytes of one position.</summary>
    public const int MaxBytes = 5;

    /// <summary>Writes one position.</summary>
    /// <param name="bytes">Takes up to <see cref="MaxBytes"/> bytes.</param>
    /// <param name="gap">Distance to the position before, 1 or more.</param>
    /// <param name="last">Whether it is the last of its posting.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> bytes, int gap, bool last)
    {
        uint value = ((uint)(gap - 1) << 1) | (last ? 1u : 0u);
        int length = 0;
        for (; value >= 0x80; value >>= 7) bytes[length++] = (byte)(0x80 | (value & 0x7f));
        bytes[length++] = (byte)value;
        return length;
    }

    /// <summary>Reads one position.</summary>
    /// <param name="bytes">Where it starts; moved behind it.</param>
    /// <param name="position">The position before, −1 at the start of a posting; becomes this one.</param>
    /// <returns>Whether more of the posting follow.</returns>
    public static bool Read(ref ReadOnlySpan<byte> bytes, ref int position)
    {
        uint value = 0;
        int length = 0;
        byte read;
        do
        {
            read = bytes[length];
            value |= (uint)(read & 0x7f) << (7 * length++);
        }
        while (read >= 0x80);
        bytes = bytes[length..];
        position += (int)(value >> 1) + 1;
        return (value & 1) == 0;
    }

    /// <summary>Skips whole postings.</summary>
    /// <param name="bytes">Where a posting starts; moved behind the skipped ones.</param>
    /// <param name="count">How many to skip.</param>
    public static void Skip(ref ReadOnlySpan<byte> bytes, int count)
    {
        int at = 0;
        while (count > 0)
        {
            // The lowest bit stands in the first byte of a number.
            bool last = (bytes[at] & 1) != 0;
            while (bytes[at] >= 0x80) at++;
            at++;
            if (last) count--;
        }

        bytes = bytes[at..];
    }
}

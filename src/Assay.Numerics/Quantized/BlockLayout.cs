using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Assay.Numerics.Quantized;

/// <summary>How long the blocks of each format are, and what is inside of them.</summary>
public static class BlockLayout
{
    /// <summary>Values of a block of <see cref="QuantizedFormat.Q8"/> and <see cref="QuantizedFormat.Q4"/>.</summary>
    internal const int SmallBlock = 32;

    /// <summary>Values of a block of <see cref="QuantizedFormat.Q4K"/> and <see cref="QuantizedFormat.Q6K"/>.</summary>
    internal const int LargeBlock = 256;

    internal const int Q8Bytes = 34, Q4Bytes = 18, Q4KBytes = 144, Q6KBytes = 210;

    // Within a block of Q4_K and of Q6_K.
    internal const int Q4KScales = 4, Q4KValues = 16, Q6KHigh = 128, Q6KScales = 192, Q6KScale = 208;

    /// <summary>Values in one block.</summary>
    /// <param name="format">The format.</param>
    /// <returns>32 or 256.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such format.</exception>
    public static int ValuesPerBlock(QuantizedFormat format) => format switch
    {
        QuantizedFormat.Q8 or QuantizedFormat.Q4 => SmallBlock,
        QuantizedFormat.Q4K or QuantizedFormat.Q6K => LargeBlock,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "There is no such format."),
    };

    /// <summary>Bytes of one block.</summary>
    /// <param name="format">The format.</param>
    /// <returns>34, 18, 144 or 210.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such format.</exception>
    public static int BytesPerBlock(QuantizedFormat format) => format switch
    {
        QuantizedFormat.Q8 => Q8Bytes,
        QuantizedFormat.Q4 => Q4Bytes,
        QuantizedFormat.Q4K => Q4KBytes,
        QuantizedFormat.Q6K => Q6KBytes,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "There is no such format."),
    };

    /// <summary>Bytes that a number of values takes.</summary>
    /// <param name="format">The format.</param>
    /// <param name="values">Number of values, a whole number of blocks.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="ArgumentException"><paramref name="values"/> is negative or no whole number of blocks.</exception>
    public static long LengthBytes(QuantizedFormat format, long values)
    {
        int block = ValuesPerBlock(format);
        if (values < 0 || values % block != 0) throw new ArgumentException($"{values} values are no whole number of {format} blocks of {block}.", nameof(values));
        return checked(values / block * BytesPerBlock(format));
    }

    /// <summary>Throws when a run of blocks does not hold exactly as many values as are asked for.</summary>
    internal static void Require(QuantizedFormat format, int bytes, int values)
    {
        long expected = LengthBytes(format, values);
        if (bytes != expected) throw new ArgumentException($"{values} values of {format} take {expected} bytes, not {bytes}.");
    }

    /// <summary>The half-precision number at an offset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Half(ReadOnlySpan<byte> bytes, int offset) => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[offset..]);

    /// <summary>Scale and minimum of a group of a Q4_K block, 0 to 63 each.</summary>
    /// <param name="scales">The 12 bytes that hold them.</param>
    /// <param name="group">0 to 7.</param>
    internal static (int Scale, int Minimum) Q4KGroup(ReadOnlySpan<byte> scales, int group) => group < 4
        ? (scales[group] & 63, scales[group + 4] & 63)
        : ((scales[group + 4] & 15) | (scales[group - 4] >> 6 << 4), (scales[group + 4] >> 4) | (scales[group] >> 6 << 4));
}

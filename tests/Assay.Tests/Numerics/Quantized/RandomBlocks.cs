using System.Buffers.Binary;
using Assay.Numerics.Quantized;

namespace Assay.Tests.Numerics.Quantized;

/// <summary>Blocks of random bytes with finite scales of either sign: everything that a file could hold.</summary>
internal static class RandomBlocks
{
    public static byte[] Of(QuantizedFormat format, int blocks, Random random)
    {
        int length = BlockLayout.BytesPerBlock(format);
        var bytes = new byte[blocks * length];
        random.NextBytes(bytes);
        for (int i = 0; i < blocks; i++)
        {
            Span<byte> block = bytes.AsSpan(i * length, length);
            BinaryPrimitives.WriteHalfLittleEndian(block[(format == QuantizedFormat.Q6K ? 208 : 0)..], Scale(random));
            if (format == QuantizedFormat.Q4K) BinaryPrimitives.WriteHalfLittleEndian(block[2..], Scale(random));
        }

        return bytes;
    }

    // Zero, subnormal and large ones among them.
    private static Half Scale(Random random) => random.Next(20) switch
    {
        0 => (Half)0,
        1 => (Half)3e-7,
        2 => Half.MaxValue,
        _ => (Half)((random.NextDouble() - 0.5) / 64),
    };
}

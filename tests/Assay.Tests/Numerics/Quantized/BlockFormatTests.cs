using Assay.Numerics.Quantized;
using Assay.Numerics.Quantized.Reference;

namespace Assay.Tests.Numerics.Quantized;

public sealed class BlockFormatTests
{
    public static TheoryData<QuantizedFormat> Formats => [QuantizedFormat.Q8, QuantizedFormat.Q4, QuantizedFormat.Q4K, QuantizedFormat.Q6K];

    [Theory]
    [InlineData(QuantizedFormat.Q8, 32, 34)]
    [InlineData(QuantizedFormat.Q4, 32, 18)]
    [InlineData(QuantizedFormat.Q4K, 256, 144)]
    [InlineData(QuantizedFormat.Q6K, 256, 210)]
    public void Sizes_are_those_of_ggml(QuantizedFormat format, int values, int bytes)
    {
        Assert.Equal(values, BlockLayout.ValuesPerBlock(format));
        Assert.Equal(bytes, BlockLayout.BytesPerBlock(format));
        Assert.Equal(3_000_000_000L * bytes, BlockLayout.LengthBytes(format, 3_000_000_000L * values));
        Assert.Contains($"{values + 1} values", Assert.Throws<ArgumentException>(() => BlockLayout.LengthBytes(format, values + 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => BlockLayout.LengthBytes(format, -values));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_path_equals_the_reference(QuantizedFormat format)
    {
        foreach (int blocks in (int[])[0, 1, 2, 7])
        {
            byte[] bytes = RandomBlocks.Of(format, blocks, new Random(blocks));
            var expected = new float[blocks * BlockLayout.ValuesPerBlock(format)];
            ScalarBlocks.Dequantize(format, bytes, expected);
            var actual = new float[expected.Length];
            BlockDequantizer.Dequantize(format, bytes, actual);
            Assert.Equal(expected, actual);
            foreach (int bits in (int[])[512, 256, 128])
            {
                Array.Fill(actual, float.NaN);
                if (QuantizedPaths.TryDequantize(bits, format, bytes, actual)) Assert.Equal(expected, actual);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Lengths_that_do_not_match_are_refused(QuantizedFormat format)
    {
        int values = BlockLayout.ValuesPerBlock(format), bytes = BlockLayout.BytesPerBlock(format);
        Assert.Throws<ArgumentException>(() => BlockDequantizer.Dequantize(format, new byte[bytes], new float[values - 1]));
        Assert.Throws<ArgumentException>(() => BlockDequantizer.Dequantize(format, new byte[bytes - 1], new float[values]));
        Assert.Throws<ArgumentException>(() => ScalarBlocks.Dequantize(format, new byte[bytes + 1], new float[values]));
        Assert.Throws<ArgumentException>(() => QuantizedPaths.TryDequantize(64, format, new byte[bytes], new float[values]));
    }

    [Fact]
    public void Q4K_block_written_by_hand_gives_its_values()
    {
        // d = 0.5, m = 0.25. Group 0: scale 1, minimum 2. Group 1: scale 63, minimum 63. Group 5: scale 0x2A = 42, minimum 0x15 = 21, whose two upper bits lie in bytes 1 and 5.
        var block = new byte[144];
        (block[0], block[1], block[2], block[3]) = (0x00, 0x38, 0x00, 0x34);
        block[4 + 0] = 1;
        block[4 + 4] = 2;
        block[4 + 1] = 63 | (2 << 6);
        block[4 + 5] = 63 | (1 << 6);
        block[4 + 9] = 0x0A | (0x05 << 4);
        block[16] = 0x73;
        block[16 + 64 + 31] = 0xF0;
        var values = new float[256];
        BlockDequantizer.Dequantize(QuantizedFormat.Q4K, block, values);
        Assert.Equal((0.5f * 1 * 3) - (0.25f * 2), values[0]);
        Assert.Equal((0.5f * 63 * 7) - (0.25f * 63), values[32]);
        Assert.Equal(-0.25f * 2, values[1]);
        Assert.Equal((0.5f * 42 * 15) - (0.25f * 21), values[(5 * 32) + 31]);
        Assert.Equal(0, values[255]);
    }

    [Fact]
    public void Q6K_block_written_by_hand_gives_its_values()
    {
        // d = 2. Value 200 is in the second half, row 2 (200 - 128 = 64 + 8), group 12.
        var block = new byte[210];
        block[209] = 0x40;
        for (int i = 0; i < 16; i++) block[192 + i] = (byte)((i - 8) & 255);
        block[64 + 8] = 0x90;
        block[128 + 32 + 8] = 0b_00_11_00_00;
        block[0] = 0x05;
        block[128] = 0b_01;
        var values = new float[256];
        BlockDequantizer.Dequantize(QuantizedFormat.Q6K, block, values);
        Assert.Equal(2 * 4 * (0x39 - 32), values[200]);
        Assert.Equal(2 * -8 * (0x15 - 32), values[0]);
        Assert.Equal(2 * -8 * -32, values[1]);
        Assert.Equal(2 * 7 * -32, values[255]);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_scale_that_is_not_finite_is_seen_in_the_values(QuantizedFormat format)
    {
        byte[] bytes = RandomBlocks.Of(format, 1, new Random(4));
        int scale = format == QuantizedFormat.Q6K ? 208 : 0;
        (bytes[scale], bytes[scale + 1]) = (0x00, 0x7E);
        var values = new float[BlockLayout.ValuesPerBlock(format)];
        BlockDequantizer.Dequantize(format, bytes, values);
        Assert.All(values, v => Assert.True(float.IsNaN(v)));
    }
}

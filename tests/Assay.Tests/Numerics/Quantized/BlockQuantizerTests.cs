using System.Globalization;
using Assay.Numerics.Quantized;

namespace Assay.Tests.Numerics.Quantized;

public sealed class BlockQuantizerTests
{
    [Fact]
    public void Q8_block_has_the_bytes_worked_out_by_hand()
    {
        // Largest magnitude 254: d = 2 = 0x4000. 5 / 2 = 2.5 and -5 / 2 = -2.5 go away from zero.
        var x = new float[32];
        (x[0], x[1], x[2], x[3], x[31]) = (-254, 5, -5, 4.9f, 127);
        var block = new byte[34];
        BlockQuantizer.Quantize(QuantizedFormat.Q8, x, block);
        Assert.Equal("0040" + "8103FD02" + new string('0', 2 * 27) + "40", Convert.ToHexString(block));
    }

    [Fact]
    public void Q4_block_has_the_bytes_worked_out_by_hand()
    {
        // The first value of largest magnitude is -8: d = 1 = 0x3C00. The other, 8, is step 16.5 and cut to 15. 0.5 is step 9, -0.5 step 8, -7.6 step 0, 0 step 8.
        var x = new float[32];
        (x[0], x[1], x[2], x[16], x[17], x[18]) = (-8, 0.5f, -0.5f, 8, 3, -7.6f);
        var block = new byte[18];
        BlockQuantizer.Quantize(QuantizedFormat.Q4, x, block);
        Assert.Equal("003C" + "F0B908" + string.Concat(Enumerable.Repeat("88", 13)), Convert.ToHexString(block));
    }

    [Fact]
    public void Q4_of_a_positive_largest_value_has_a_negative_scale()
    {
        var x = new float[32];
        (x[3], x[4]) = (16, -16);
        var block = new byte[18];
        BlockQuantizer.Quantize(QuantizedFormat.Q4, x, block);
        Assert.Equal("00C0" + "888888" + "80" + "8F" + string.Concat(Enumerable.Repeat("88", 11)), Convert.ToHexString(block));
        var values = new float[32];
        BlockDequantizer.Dequantize(QuantizedFormat.Q4, block, values);
        Assert.Equal(16, values[3]);
        Assert.Equal(-14, values[4]);
    }

    [Theory]
    [InlineData(QuantizedFormat.Q8, 127)]
    [InlineData(QuantizedFormat.Q4, 8)]
    public void A_value_is_off_by_half_a_step_at_most(QuantizedFormat format, int steps)
    {
        float[] x = Normal(new Random(7), 64 * 32);
        var blocks = new byte[BlockLayout.LengthBytes(format, x.Length)];
        BlockQuantizer.Quantize(format, x, blocks);
        var y = new float[x.Length];
        BlockDequantizer.Dequantize(format, blocks, y);
        for (int block = 0; block < 64; block++)
        {
            float[] part = x[(block * 32)..((block + 1) * 32)];
            float step = part.Max(MathF.Abs) / steps;

            // Half precision of the scale adds 2^-11 of the value; the side of Q4_0 that has one step less can be cut by a whole one.
            for (int i = 0; i < 32; i++) Assert.True(MathF.Abs(part[i] - y[(block * 32) + i]) <= (format == QuantizedFormat.Q4 ? 1.01f : 0.501f) * step + (MathF.Abs(part[i]) / 2000));
        }
    }

    [Theory]
    [InlineData(QuantizedFormat.Q8)]
    [InlineData(QuantizedFormat.Q4)]
    public void What_was_quantised_quantises_to_itself(QuantizedFormat format)
    {
        float[] x = Normal(new Random(3), 100 * 32);
        var first = new byte[BlockLayout.LengthBytes(format, x.Length)];
        var second = new byte[first.Length];
        BlockQuantizer.Quantize(format, x, first);
        BlockDequantizer.Dequantize(format, first, x);
        BlockQuantizer.Quantize(format, x, second);
        Assert.Equal(first, second);
    }

    [Fact]
    public void Zeros_and_values_too_small_for_a_scale_stay_zero()
    {
        var x = new float[64];
        x[40] = 1e-12f;
        foreach (QuantizedFormat format in (QuantizedFormat[])[QuantizedFormat.Q8, QuantizedFormat.Q4])
        {
            var blocks = new byte[BlockLayout.LengthBytes(format, x.Length)];
            BlockQuantizer.Quantize(format, x, blocks);
            var y = new float[64];
            Array.Fill(y, 1);
            BlockDequantizer.Dequantize(format, blocks, y);
            Assert.All(y, v => Assert.Equal(0, v));
        }
    }

    [Fact]
    public void What_cannot_be_quantised_is_refused_with_its_place()
    {
        var x = new float[64];
        x[33] = float.NaN;
        Assert.Contains("Block 1 holds NaN", Assert.Throws<ArgumentException>(() => BlockQuantizer.Quantize(QuantizedFormat.Q8, x, new byte[68])).Message, StringComparison.Ordinal);
        x[33] = float.NegativeInfinity;
        Assert.Throws<ArgumentException>(() => BlockQuantizer.Quantize(QuantizedFormat.Q4, x, new byte[36]));
        x[33] = 9e6f;
        Assert.Contains("9000000", Assert.Throws<ArgumentException>(() => BlockQuantizer.Quantize(QuantizedFormat.Q8, x, new byte[68])).Message, StringComparison.Ordinal);
        x[33] = 0;
        Assert.Throws<ArgumentException>(() => BlockQuantizer.Quantize(QuantizedFormat.Q8, x, new byte[67]));
        Assert.Throws<ArgumentException>(() => BlockQuantizer.Quantize(QuantizedFormat.Q8, x.AsSpan(1), new byte[68]));
        Assert.Throws<ArgumentException>(() => BlockQuantizer.Quantize(QuantizedFormat.Q4K, new float[256], new byte[144]));
    }

    [Fact]
    public void Q4_is_nearer_to_normal_weights_than_nf4_with_its_blocks_of_64()
    {
        float[] x = Normal(new Random(11), 1 << 16);
        var blocks = new byte[BlockLayout.LengthBytes(QuantizedFormat.Q4, x.Length)];
        BlockQuantizer.Quantize(QuantizedFormat.Q4, x, blocks);
        var y = new float[x.Length];
        BlockDequantizer.Dequantize(QuantizedFormat.Q4, blocks, y);
        double ours = Error(x, y), theirs = Error(x, Nf4(x));
        Assert.True(ours < theirs, string.Create(CultureInfo.InvariantCulture, $"Q4_0 {ours:0.0000}, NF4 {theirs:0.0000}"));
    }

    // Dettmers et al. 2023, appendix E; a scale in full precision for 64 values.
    private static float[] Nf4(float[] x)
    {
        float[] levels =
        [
            -1, -0.6961928f, -0.52507305f, -0.3949175f, -0.28444138f, -0.18477343f, -0.091050036f, 0,
            0.0795803f, 0.1609302f, 0.2461123f, 0.33791524f, 0.44070983f, 0.562617f, 0.72295684f, 1,
        ];
        return [.. x.Chunk(64).SelectMany(part =>
        {
            float scale = part.Max(MathF.Abs);
            return part.Select(v => scale * levels.MinBy(level => MathF.Abs(level - (v / scale))));
        })];
    }

    private static double Error(float[] x, float[] y) => Math.Sqrt(x.Zip(y, (a, b) => (double)(a - b) * (a - b)).Sum() / x.Sum(a => (double)a * a));

    private static float[] Normal(Random random, int length) =>
        [.. Enumerable.Range(0, length).Select(_ => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
}

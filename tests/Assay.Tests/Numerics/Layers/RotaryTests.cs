using Assay.Numerics.Layers.Elementary;
using Assay.Numerics.Layers.Rotary;
using Assay.Numerics.Layers.Rotary.Reference;
using Assay.Numerics.Parallel;

namespace Assay.Tests.Numerics.Layers;

public sealed class RotaryTests
{
    public static TheoryData<RotaryLayout, int, int> Shapes
    {
        get
        {
            var shapes = new TheoryData<RotaryLayout, int, int>();
            foreach (RotaryLayout layout in new[] { RotaryLayout.Halves, RotaryLayout.Interleaved })
            {
                foreach ((int width, int headDim) in new[] { (2, 2), (6, 6), (16, 16), (20, 33), (64, 64), (80, 80), (128, 128) }) shapes.Add(layout, width, headDim);
            }

            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Heads_are_turned_as_the_reference_turns_them(RotaryLayout layout, int width, int headDim)
    {
        const int Rows = 5, Heads = 3, First = 11;
        int stride = (Heads * headDim) + 4;
        double[] frequencies = RotaryFrequencies.Plain(10_000, width);
        using var table = new RotaryTable(frequencies, 20, layout);
        float[] x = LayerData.Floats(new Random(width), Rows * stride);
        double[] expected = LayerData.Doubles(x);
        for (int row = 0; row < Rows; row++)
        {
            for (int head = 0; head < Heads; head++) ScalarRotary.Turn(expected.AsSpan((row * stride) + (head * headDim), headDim), frequencies, First + row, layout);
        }

        foreach (int bits in LayerData.Paths)
        {
            using VectorPath.Forced forced = VectorPath.Force(bits);
            float[] turned = [.. x], places = [.. x];
            RotaryEmbedding.Forward(turned, new RotaryShape(Heads, headDim, stride), Rows, table, First, WorkerTeam.One);
            LayerData.Close(expected, turned, 1e-6);
            RotaryEmbedding.Forward(places, new RotaryShape(Heads, headDim, stride), [11, 12, 13, 14, 15], table, WorkerTeam.One);
            Assert.Equal(turned, places);
            RotaryEmbedding.Backward(turned, new RotaryShape(Heads, headDim, stride), Rows, table, First, WorkerTeam.One);
            LayerData.Close(LayerData.Doubles(x), turned, 1e-6);
        }
    }

    [Theory]
    [InlineData(RotaryLayout.Halves)]
    [InlineData(RotaryLayout.Interleaved)]
    public void Slopes_agree_with_finite_differences(RotaryLayout layout)
    {
        double[] frequencies = RotaryFrequencies.Linear(500, 20, 2);
        int[] positions = [3, 0, 9];
        using var table = new RotaryTable(frequencies, 10, layout, 1.25);
        float[] x = LayerData.Floats(new Random(1), 3 * 20), dy = LayerData.Floats(new Random(2), 3 * 20), dx = [.. dy];
        RotaryEmbedding.Backward(dx, new RotaryShape(1, 20, 20), positions, table, WorkerTeam.One);
        double[] at = LayerData.Doubles(x);
        int compared = LayerData.CheckSlopes(at, dx, () =>
        {
            double[] turned = [.. at];
            for (int row = 0; row < 3; row++) ScalarRotary.Turn(turned.AsSpan(row * 20, 20), frequencies, positions[row], layout);
            return 1.25 * LayerData.Dot(turned, dy);
        }, 1e-5, "x");
        Assert.True(compared > 50);
    }

    [Fact]
    public void Llama_3_scales_slow_pairs_and_keeps_fast_ones()
    {
        double[] plain = RotaryFrequencies.Plain(500_000, 128), scaled = RotaryFrequencies.Llama3(500_000, 128, 8, 1, 4, 8192);
        for (int i = 0; i < plain.Length; i++)
        {
            double wavelength = 2 * Math.PI / plain[i], smooth = ((8192 / wavelength) - 1) / 3;
            double expected = wavelength < 8192.0 / 4 ? plain[i] : wavelength > 8192 ? plain[i] / 8 : ((1 - smooth) * plain[i] / 8) + (smooth * plain[i]);
            Assert.Equal(expected, scaled[i], 1e-15);
        }

        Assert.Equal(plain[0], scaled[0]);
        Assert.Equal(plain[63] / 8, scaled[63], 1e-18);
    }

    [Fact]
    public void Yarn_blends_between_the_pairs_that_turn_32_times_and_once()
    {
        // For width 64, theta 10,000 and 4,096 positions those are 64 ln(4096 / (32 · 2π)) / (2 ln 10000) = 10.47 and 22.51, rounded outwards to 10 and 23.
        double[] plain = RotaryFrequencies.Plain(10_000, 64), scaled = RotaryFrequencies.Yarn(10_000, 64, 4, 4096);
        Assert.Equal(plain[10], scaled[10]);
        Assert.Equal(plain[11] * ((12.0 / 13) + (1.0 / 13 / 4)), scaled[11], 1e-15);
        Assert.Equal(plain[23] / 4, scaled[23], 1e-15);
        Assert.Equal(1.1386294361119891, RotaryFrequencies.YarnAttentionFactor(4), 1e-12);
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        using var team = new WorkerTeam(3);
        using var table = new RotaryTable(RotaryFrequencies.Plain(10_000, 64), 300, RotaryLayout.Halves);
        float[] one = LayerData.Floats(new Random(3), 300 * 4 * 64), three = [.. one];
        RotaryEmbedding.Forward(one, new RotaryShape(4, 64, 256), 300, table, 0, WorkerTeam.One);
        RotaryEmbedding.Forward(three, new RotaryShape(4, 64, 256), 300, table, 0, team);
        Assert.Equal(one, three);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using var table = new RotaryTable(RotaryFrequencies.Plain(10_000, 8), 10, RotaryLayout.Halves);
        var shape = new RotaryShape(2, 8, 16);
        Assert.Throws<ArgumentException>(() => RotaryEmbedding.Forward(new float[31], shape, 2, table, 0, WorkerTeam.One));
        Assert.Throws<ArgumentException>(() => RotaryEmbedding.Forward(new float[32], shape, 2, table, 9, WorkerTeam.One));
        Assert.Throws<ArgumentException>(() => RotaryEmbedding.Forward(new float[32], shape, 2, table, -1, WorkerTeam.One));
        Assert.Throws<ArgumentException>(() => RotaryEmbedding.Forward(new float[32], shape, [0, 10], table, WorkerTeam.One));
        Assert.Throws<ArgumentException>(() => RotaryEmbedding.Forward(new float[32], new RotaryShape(2, 6, 16), 2, table, 0, WorkerTeam.One));
        Assert.Throws<ArgumentOutOfRangeException>(() => RotaryFrequencies.Plain(10_000, 7));
        Assert.Throws<ArgumentOutOfRangeException>(() => RotaryFrequencies.Plain(double.NaN, 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => RotaryFrequencies.Llama3(10_000, 8, 8, 4, 4, 8192));
    }
}

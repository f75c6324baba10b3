using Assay.Numerics.Layers.Elementary;
using Assay.Numerics.Optimizers;
using Assay.Numerics.Optimizers.Reference;
using Assay.Numerics.Parallel;
using Assay.Tests.Numerics.Layers;

namespace Assay.Tests.Numerics.Optimizers;

public sealed class AdamWTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(40_000)]
    public void Steps_agree_with_the_paper_on_every_path(int length)
    {
        var settings = new AdamWSettings(0.01, 0.9, 0.95, 1e-8, 0.1);
        foreach (int bits in LayerData.Paths)
        {
            using VectorPath.Forced forced = VectorPath.Force(bits);
            var random = new Random(1);
            float[] values = LayerData.Floats(random, length), mean = new float[length], square = new float[length];
            double[] v = LayerData.Doubles(values), m = new double[length], s = new double[length];
            for (int step = 1; step <= 3; step++)
            {
                float[] gradient = LayerData.Floats(random, length);
                AdamW.Step(values, gradient, 0.5f, mean, square, step, settings, WorkerTeam.One);
                for (int i = 0; i < length; i++) ScalarAdamW.Step(ref v[i], gradient[i] * 0.5, ref m[i], ref s[i], step, settings);
            }

            for (int i = 0; i < length; i++) Assert.True(Math.Abs(v[i] - values[i]) < 2e-5, $"{bits} bits, value {i}: {v[i]} by the paper, {values[i]} found");
        }
    }

    [Fact]
    public void Threads_and_place_do_not_change_a_bit()
    {
        const int length = 50_001;
        var random = new Random(2);
        float[] start = LayerData.Floats(random, length), gradient = LayerData.Floats(random, length);
        using var team = new WorkerTeam(3);
        float[] Stepped(WorkerTeam workers, int from)
        {
            float[] values = start[from..], mean = new float[length - from], square = new float[length - from];
            AdamW.Step(values, gradient.AsSpan(from), 1, mean, square, 1, new AdamWSettings(0.1), workers);
            return values;
        }

        Assert.Equal(Stepped(WorkerTeam.One, 0), Stepped(team, 0));
        Assert.Equal(Stepped(WorkerTeam.One, 0)[7..], Stepped(WorkerTeam.One, 7));
    }

    [Fact]
    public void A_gradient_can_be_cleared_on_the_way()
    {
        const int length = 1003;
        var random = new Random(3);
        float[] values = LayerData.Floats(random, length), gradient = LayerData.Floats(random, length), expected = [.. values], kept = [.. gradient];
        AdamW.Step(expected, gradient, 0.5f, new float[length], new float[length], 1, new AdamWSettings(0.1), WorkerTeam.One);
        Assert.Equal(kept, gradient);
        AdamW.StepAndClear(values, gradient, 0.5f, new float[length], new float[length], 1, new AdamWSettings(0.1), WorkerTeam.One);
        Assert.Equal(expected, values);
        Assert.All(gradient, g => Assert.Equal(0, g));
    }

    [Fact]
    public void Lengths_that_do_not_match_are_refused()
    {
        Assert.Throws<ArgumentException>(() => AdamW.Step(new float[3], new float[2], 1, new float[3], new float[3], 1, new AdamWSettings(0.1), WorkerTeam.One));
        Assert.Throws<ArgumentOutOfRangeException>(() => AdamW.Step(new float[3], new float[3], 1, new float[3], new float[3], 0, new AdamWSettings(0.1), WorkerTeam.One));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(100_003)]
    public void Norm_is_the_sum_of_squares_whatever_the_threads(int length)
    {
        float[] values = LayerData.Floats(new Random(3), length);
        using var team = new WorkerTeam(3);
        double sum = GradientNorm.SquaredSum(values, WorkerTeam.One);
        Assert.Equal(sum, GradientNorm.SquaredSum(values, team));
        Assert.Equal(values.Sum(v => (double)v * v), sum, Math.Max(1e-6, length * 1e-7));
        if (length == 0) return;
        values[length / 2] = float.NaN;
        Assert.True(double.IsNaN(GradientNorm.SquaredSum(values, WorkerTeam.One)));
    }
}

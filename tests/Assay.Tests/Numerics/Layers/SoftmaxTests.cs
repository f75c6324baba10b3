using Assay.Numerics.Layers.Elementary;
using Assay.Numerics.Layers.Losses;
using Assay.Numerics.Layers.Losses.Reference;
using Assay.Numerics.Parallel;

namespace Assay.Tests.Numerics.Layers;

public sealed class SoftmaxTests
{
    [Theory]
    [InlineData(0, 3)]
    [InlineData(3, 1)]
    [InlineData(4, 7)]
    [InlineData(2, 16)]
    [InlineData(5, 33)]
    [InlineData(2, 1000)]
    public void Rows_agree_with_the_reference(int rows, int width)
    {
        float[] x = LayerData.Floats(new Random(width), rows * width, 90), y = new float[x.Length], sums = new float[rows];
        if (x.Length > 5) x[4] = float.NegativeInfinity;
        double[][] wide = [.. LayerData.Doubles(x).Chunk(width)];
        foreach (int bits in LayerData.Paths)
        {
            using VectorPath.Forced forced = VectorPath.Force(bits);
            Softmax.Forward(x, width, y, WorkerTeam.One);
            LayerData.Close([.. wide.SelectMany(row => ScalarLosses.Softmax(row))], y, 1e-5);
            Softmax.LogSums(x, width, sums, WorkerTeam.One);
            LayerData.Close([.. wide.Select(row => ScalarLosses.LogSum(row))], sums, 1e-6);
            float[] inPlace = [.. x];
            Softmax.Forward(inPlace, width, inPlace, WorkerTeam.One);
            Assert.Equal(y, inPlace);
        }
    }

    [Fact]
    public void What_is_masked_gets_nothing()
    {
        const int Width = 35;
        int[] lengths = [0, 1, 20, Width];
        float[] x = LayerData.Floats(new Random(1), lengths.Length * Width, 3), y = new float[x.Length];
        foreach (int bits in LayerData.Paths)
        {
            using VectorPath.Forced forced = VectorPath.Force(bits);
            Softmax.Forward(x, Width, lengths, y, WorkerTeam.One);
            for (int row = 0; row < lengths.Length; row++)
            {
                LayerData.Close(ScalarLosses.Softmax(LayerData.Doubles(x.AsSpan(row * Width, lengths[row]))), y.AsSpan(row * Width, lengths[row]), 1e-6);
                Assert.Equal(0, y.AsSpan((row * Width) + lengths[row], Width - lengths[row]).ToArray().Sum());
            }

            float[] nothing = [.. Enumerable.Repeat(float.NegativeInfinity, 40)];
            Softmax.Forward(nothing, 20, nothing, WorkerTeam.One);
            Assert.All(nothing, value => Assert.Equal(0, value));
            float[] bad = new float[40];
            bad[3] = float.NaN;
            Softmax.Forward(bad, 40, bad, WorkerTeam.One);
            Assert.All(bad, value => Assert.True(float.IsNaN(value)));
        }
    }

    [Fact]
    public void Slopes_agree_with_finite_differences()
    {
        const int Width = 29;
        float[] x = LayerData.Floats(new Random(2), 3 * Width, 2), dy = LayerData.Floats(new Random(3), x.Length), y = new float[x.Length], dx = new float[x.Length];
        double[] at = LayerData.Doubles(x);
        foreach (int bits in LayerData.Paths)
        {
            using VectorPath.Forced forced = VectorPath.Force(bits);
            Softmax.Forward(x, Width, y, WorkerTeam.One);
            Softmax.Backward(y, Width, dy, dx, WorkerTeam.One);
            int compared = LayerData.CheckSlopes(at, dx, () => LayerData.Dot([.. at.Chunk(Width).SelectMany(row => ScalarLosses.Softmax(row))], dy), 1e-5, "scores");
            Assert.True(compared > 50);
        }
    }

    [Fact]
    public void Threads_do_not_change_a_bit_and_lengths_are_checked()
    {
        using var team = new WorkerTeam(3);
        float[] one = LayerData.Floats(new Random(4), 90 * 500), three = [.. one];
        Softmax.Forward(one, 500, one, WorkerTeam.One);
        Softmax.Forward(three, 500, three, team);
        Assert.Equal(one, three);
        Assert.Throws<ArgumentException>(() => Softmax.Forward(new float[7], 3, new float[7], WorkerTeam.One));
        Assert.Throws<ArgumentException>(() => Softmax.Forward(new float[6], 3, new float[5], WorkerTeam.One));
        Assert.Throws<ArgumentException>(() => Softmax.Forward(new float[6], 3, [1, 4], new float[6], WorkerTeam.One));
        Assert.Throws<ArgumentException>(() => Softmax.Backward(new float[6], 3, new float[5], new float[6], WorkerTeam.One));
        Assert.Throws<ArgumentException>(() => Softmax.LogSums(new float[6], 3, new float[3], WorkerTeam.One));
        Assert.Throws<ArgumentOutOfRangeException>(() => Softmax.Forward([], 0, [], WorkerTeam.One));
    }
}

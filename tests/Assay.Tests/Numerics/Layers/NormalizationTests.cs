using Assay.Numerics.Layers.Elementary;
using Assay.Numerics.Layers.Normalization;
using Assay.Numerics.Layers.Normalization.Reference;
using Assay.Numerics.Parallel;

namespace Assay.Tests.Numerics.Layers;

public sealed class NormalizationTests
{
    private const float Eps = 1e-5f;

    public static TheoryData<int, int> Shapes => new() { { 0, 5 }, { 1, 1 }, { 3, 7 }, { 2, 16 }, { 5, 33 }, { 4, 64 }, { 3, 100 }, { 2, 576 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Results_agree_with_the_reference(int rows, int dim)
    {
        var random = new Random(dim);
        float[] x = [.. LayerData.Floats(random, rows * dim, 3).Select(v => v + 1)], w = LayerData.Floats(random, dim, 2), b = LayerData.Floats(random, dim), y = new float[x.Length];
        double[] wide = LayerData.Doubles(x), scale = LayerData.Doubles(w), shift = LayerData.Doubles(b);
        foreach (int bits in LayerData.Paths)
        {
            using VectorPath.Forced forced = VectorPath.Force(bits);
            RmsNorm.Forward(x, w, Eps, y, WorkerTeam.One);
            LayerData.Close(ByRow(wide, dim, row => ScalarNormalization.Rms(row, scale, Eps)), y, 3e-6);
            LayerNorm.Forward(x, w, b, Eps, y, WorkerTeam.One);
            LayerData.Close(ByRow(wide, dim, row => ScalarNormalization.Layer(row, scale, shift, Eps)), y, 1e-5);
            LayerNorm.Forward(x, w, [], Eps, y, WorkerTeam.One);
            LayerData.Close(ByRow(wide, dim, row => ScalarNormalization.Layer(row, scale, [], Eps)), y, 1e-5);
        }
    }

    [Theory]
    [InlineData(4, 37)]
    [InlineData(7, 16)]
    [InlineData(3, 130)]
    public void Slopes_agree_with_finite_differences(int rows, int dim)
    {
        var random = new Random(dim);
        float[] x = [.. LayerData.Floats(random, rows * dim, 2).Select(v => v + 0.5f)], w = LayerData.Floats(random, dim, 2), b = LayerData.Floats(random, dim), dy = LayerData.Floats(random, x.Length);
        double[] wide = LayerData.Doubles(x), scale = LayerData.Doubles(w), shift = LayerData.Doubles(b);
        double RmsLoss() => LayerData.Dot(ByRow(wide, dim, row => ScalarNormalization.Rms(row, scale, Eps)), dy);
        double LayerLoss() => LayerData.Dot(ByRow(wide, dim, row => ScalarNormalization.Layer(row, scale, shift, Eps)), dy);
        foreach (int bits in LayerData.Paths)
        {
            using VectorPath.Forced forced = VectorPath.Force(bits);
            float[] dx = new float[x.Length], dw = new float[dim], db = new float[dim];
            RmsNorm.Backward(x, w, Eps, dy, dx, dw, WorkerTeam.One);
            int compared = LayerData.CheckSlopes(wide, dx, RmsLoss, 1e-4, "x") + LayerData.CheckSlopes(scale, dw, RmsLoss, 1e-4, "w");
            Array.Clear(dw);
            LayerNorm.Backward(x, w, Eps, dy, dx, dw, db, WorkerTeam.One);
            compared += LayerData.CheckSlopes(wide, dx, LayerLoss, 1e-4, "x") + LayerData.CheckSlopes(scale, dw, LayerLoss, 1e-4, "w") + LayerData.CheckSlopes(shift, db, LayerLoss, 1e-4, "b");
            Assert.Equal((2 * x.Length) + (3 * dim), compared);
            Assert.True(compared > 50);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void What_a_layer_adds_is_added_forward_and_back(int rows, int dim)
    {
        var random = new Random(dim);
        float[] x = LayerData.Floats(random, rows * dim, 3), more = LayerData.Floats(random, x.Length), w = LayerData.Floats(random, dim, 2), dy = LayerData.Floats(random, x.Length), past = LayerData.Floats(random, x.Length);
        float[] sum = [.. x.Zip(more, (a, b) => a + b)];
        foreach (int bits in LayerData.Paths)
        {
            using VectorPath.Forced forced = VectorPath.Force(bits);
            float[] kept = new float[x.Length], y = [.. more], expected = new float[x.Length], slopes = new float[x.Length], dx = [.. past];
            RmsNorm.Forward(sum, w, Eps, expected, WorkerTeam.One);
            RmsNorm.ForwardSum(x, y, w, Eps, kept, y, WorkerTeam.One);
            Assert.Equal(sum, kept);
            Assert.Equal(expected, y);
            RmsNorm.Backward(sum, w, Eps, dy, slopes, [], WorkerTeam.One);
            RmsNorm.Backward(sum, w, Eps, dy, dx, [], add: true, WorkerTeam.One);
            Assert.Equal(past.Zip(slopes, (a, b) => a + b), dx);
        }

        Assert.Throws<ArgumentException>(() => RmsNorm.ForwardSum(x, new float[x.Length + 1], w, Eps, new float[x.Length], new float[x.Length], WorkerTeam.One));
    }

    [Fact]
    public void Slopes_of_weights_are_added_to_what_is_there()
    {
        var random = new Random(9);
        float[] x = LayerData.Floats(random, 60), w = LayerData.Floats(random, 20), dy = LayerData.Floats(random, 60), dx = new float[60], once = new float[20], twice = new float[20];
        RmsNorm.Backward(x, w, Eps, dy, dx, once, WorkerTeam.One);
        RmsNorm.Backward(x, w, Eps, dy, dx, twice, WorkerTeam.One);
        RmsNorm.Backward(x, w, Eps, dy, dx, twice, WorkerTeam.One);
        LayerData.Close([.. once.Select(v => 2.0 * v)], twice, 1e-6);
        float[] slopesOnly = new float[60];
        RmsNorm.Backward(x, w, Eps, dy, slopesOnly, [], WorkerTeam.One);
        Assert.Equal(dx, slopesOnly);
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        const int Rows = 150, Dim = 300;
        var random = new Random(10);
        using var team = new WorkerTeam(3);
        float[] x = LayerData.Floats(random, Rows * Dim), w = LayerData.Floats(random, Dim), dy = LayerData.Floats(random, Rows * Dim);
        (float[] Y, float[] Dx, float[] Dw, float[] Db) With(WorkerTeam workers)
        {
            float[] y = [.. x], dx = new float[x.Length], dw = new float[Dim], db = new float[Dim];
            RmsNorm.Forward(y, w, Eps, y, workers);
            LayerNorm.Backward(x, w, Eps, dy, dx, dw, db, workers);
            return (y, dx, dw, db);
        }

        (float[] Y, float[] Dx, float[] Dw, float[] Db) one = With(WorkerTeam.One), three = With(team);
        Assert.Equal(one.Y, three.Y);
        Assert.Equal(one.Dx, three.Dx);
        Assert.Equal(one.Dw, three.Dw);
        Assert.Equal(one.Db, three.Db);
    }

    [Fact]
    public void Lengths_that_do_not_match_are_refused()
    {
        Assert.Throws<ArgumentException>(() => RmsNorm.Forward(new float[7], new float[3], Eps, new float[7], WorkerTeam.One));
        Assert.Throws<ArgumentException>(() => RmsNorm.Forward(new float[6], new float[3], Eps, new float[5], WorkerTeam.One));
        Assert.Throws<ArgumentException>(() => RmsNorm.Forward([], [], Eps, [], WorkerTeam.One));
        Assert.Throws<ArgumentOutOfRangeException>(() => RmsNorm.Forward(new float[6], new float[3], float.NaN, new float[6], WorkerTeam.One));
        Assert.Throws<ArgumentException>(() => LayerNorm.Forward(new float[6], new float[3], new float[2], Eps, new float[6], WorkerTeam.One));
        Assert.Throws<ArgumentException>(() => RmsNorm.Backward(new float[6], new float[3], Eps, new float[6], new float[6], new float[2], WorkerTeam.One));
        Assert.Throws<ArgumentException>(() => LayerNorm.Backward(new float[6], new float[3], Eps, new float[6], new float[6], [], new float[3], WorkerTeam.One));
    }

    private static double[] ByRow(double[] x, int dim, Func<double[], double[]> normalize) => [.. x.Chunk(dim).SelectMany(normalize)];
}

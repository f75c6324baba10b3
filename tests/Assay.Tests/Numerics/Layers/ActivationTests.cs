using Assay.Numerics.Layers.Activations;
using Assay.Numerics.Layers.Activations.Reference;
using Assay.Numerics.Layers.Elementary;
using Assay.Numerics.Parallel;

namespace Assay.Tests.Numerics.Layers;

public sealed class ActivationTests
{
    public static TheoryData<Activation> Kinds => [Activation.Silu, Activation.Gelu, Activation.GeluTanh, Activation.Relu];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Values_are_close_in_relation_also_far_out_on_the_left(Activation kind)
    {
        float[] x = [.. Enumerable.Range(-12_000, 24_001).Select(i => i / 1000f)], y = new float[x.Length];
        foreach (int bits in LayerData.Paths)
        {
            using (VectorPath.Force(bits)) Activations.Forward(kind, x, y, WorkerTeam.One);
            for (int i = 0; i < x.Length; i++)
            {
                double expected = ScalarActivations.Value(kind, x[i]);
                // The hyperbolic form's argument is a cubic in float, whose rounding the exponential multiplies.
                double relative = kind == Activation.GeluTanh ? 1e-6 * (1 + Math.Abs(x[i] * x[i] * x[i])) : 1e-6;
                Assert.True(Math.Abs(expected - y[i]) <= (relative * Math.Abs(expected)) + 1e-37, $"{kind}({x[i]}) in {bits} bits: expected {expected:R}, found {y[i]:R}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Slopes_agree_with_finite_differences(Activation kind)
    {
        float[] x = LayerData.Floats(new Random(1), 131, 6), dy = LayerData.Floats(new Random(2), 131), dx = new float[131];
        double[] at = LayerData.Doubles(x);
        foreach (int bits in LayerData.Paths)
        {
            using (VectorPath.Force(bits)) Activations.Backward(kind, x, dy, dx, WorkerTeam.One);
            int compared = LayerData.CheckSlopes(at, dx, () => LayerData.Dot([.. at.Select(v => ScalarActivations.Value(kind, v))], dy), 1e-5, kind.ToString());
            Assert.True(compared > 50);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Gated_units_agree_with_their_formula_and_finite_differences(Activation kind)
    {
        const int Rows = 3, Width = 37;
        float[] gate = LayerData.Floats(new Random(3), Rows * Width, 5), up = LayerData.Floats(new Random(4), Rows * Width, 2), dy = LayerData.Floats(new Random(5), Rows * Width);
        double[] g = LayerData.Doubles(gate), u = LayerData.Doubles(up);
        double[] Expected() => [.. g.Zip(u, (a, b) => ScalarActivations.Value(kind, a) * b)];
        float[] joined = Joined(gate, up, Width);
        foreach (int bits in LayerData.Paths)
        {
            using VectorPath.Forced forced = VectorPath.Force(bits);
            float[] y = new float[gate.Length], dgate = new float[gate.Length], dup = new float[gate.Length];
            GatedActivations.Forward(kind, gate, up, y, WorkerTeam.One);
            LayerData.Close(Expected(), y, 1e-6);
            GatedActivations.Backward(kind, gate, up, dy, dgate, dup, WorkerTeam.One);
            int compared = LayerData.CheckSlopes(g, dgate, () => LayerData.Dot(Expected(), dy), 1e-5, "gate") + LayerData.CheckSlopes(u, dup, () => LayerData.Dot(Expected(), dy), 1e-5, "up");
            Assert.Equal(2 * Rows * Width, compared);

            float[] fromJoined = new float[gate.Length], djoined = [.. joined];
            GatedActivations.ForwardJoined(kind, joined, Width, fromJoined, WorkerTeam.One);
            Assert.Equal(y, fromJoined);
            GatedActivations.BackwardJoined(kind, djoined, Width, dy, djoined, WorkerTeam.One);
            Assert.Equal(Joined(dgate, dup, Width), djoined);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(70_000)]
    public void Threads_and_places_do_not_change_a_bit(int length)
    {
        using var team = new WorkerTeam(2);
        float[] x = LayerData.Floats(new Random(6), length, 4), up = LayerData.Floats(new Random(7), length), one = new float[length], two = [.. x];
        GatedActivations.Forward(Activation.Silu, x, up, one, WorkerTeam.One);
        GatedActivations.Forward(Activation.Silu, two, up, two, team);
        Assert.Equal(one, two);
    }

    [Fact]
    public void Lengths_that_do_not_match_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Activations.Forward(Activation.Silu, new float[3], new float[2], WorkerTeam.One));
        Assert.Throws<ArgumentException>(() => Activations.Forward((Activation)99, new float[3], new float[3], WorkerTeam.One));
        Assert.Throws<ArgumentException>(() => Activations.Backward(Activation.Silu, new float[3], new float[2], new float[3], WorkerTeam.One));
        Assert.Throws<ArgumentException>(() => GatedActivations.Forward(Activation.Silu, new float[3], new float[3], new float[2], WorkerTeam.One));
        Assert.Throws<ArgumentException>(() => GatedActivations.ForwardJoined(Activation.Silu, new float[6], 2, new float[3], WorkerTeam.One));
        Assert.Throws<ArgumentException>(() => GatedActivations.BackwardJoined(Activation.Silu, new float[6], 3, new float[3], new float[5], WorkerTeam.One));
    }

    private static float[] Joined(float[] first, float[] second, int width) =>
        [.. first.Chunk(width).Zip(second.Chunk(width), (a, b) => a.Concat(b)).SelectMany(row => row)];
}

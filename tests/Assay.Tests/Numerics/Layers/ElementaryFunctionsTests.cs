using Assay.Numerics.Layers.Activations.Reference;
using Assay.Numerics.Layers.Elementary;
using Assay.Numerics.Parallel;

namespace Assay.Tests.Numerics.Layers;

public sealed class ElementaryFunctionsTests
{
    private delegate void Function(ReadOnlySpan<float> x, Span<float> y, WorkerTeam team);

    private static readonly (string Name, Function Of, Func<double, double> Reference, double Units)[] Functions =
    [
        ("exp", ElementaryFunctions.Exp, Math.Exp, 1.5),
        ("sigmoid", ElementaryFunctions.Sigmoid, x => 1 / (1 + Math.Exp(-x)), 3),
        ("tanh", ElementaryFunctions.Tanh, Math.Tanh, 3),
        ("erf", ElementaryFunctions.Erf, ScalarActivations.Erf, 3),
    ];

    [Fact]
    public void Errors_stay_within_what_is_documented_over_the_whole_range()
    {
        // Every sign, exponent and first seven bits of the mantissa, with three values of the rest.
        float[] x = [.. Enumerable.Range(0, 65536).Where(high => (high & 0x7F80) != 0x7F80)
            .SelectMany(high => new uint[] { 0, 0x5A5A, 0xFFFF }.Select(low => BitConverter.UInt32BitsToSingle(((uint)high << 16) | low)))];
        float[] y = new float[x.Length];
        foreach ((string name, Function of, Func<double, double> reference, double units) in Functions)
        {
            foreach (int bits in LayerData.Paths)
            {
                using (VectorPath.Force(bits)) of(x, y, WorkerTeam.One);
                for (int i = 0; i < x.Length; i++)
                {
                    double expected = reference(x[i]);
                    float nearest = (float)expected;
                    if (nearest.Equals(y[i])) continue;
                    double unit = (double)MathF.BitIncrement(Math.Abs(nearest)) - Math.Abs(nearest), error = Math.Abs(expected - y[i]) / unit;
                    Assert.True(error <= units, $"{name}({x[i]:R}) in {bits} bits: expected {expected:R}, found {y[i]:R}, {error:F2} units off");
                }
            }
        }
    }

    [Fact]
    public void Infinities_give_limits_and_nothing_hides_a_value_that_is_no_number()
    {
        foreach (int bits in LayerData.Paths)
        {
            Assert.Equal([float.PositiveInfinity, 0, float.NaN], Three(ElementaryFunctions.Exp, bits));
            Assert.Equal([1, 0, float.NaN], Three(ElementaryFunctions.Sigmoid, bits));
            Assert.Equal([1, -1, float.NaN], Three(ElementaryFunctions.Tanh, bits));
            Assert.Equal([1, -1, float.NaN], Three(ElementaryFunctions.Erf, bits));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(33)]
    [InlineData(1000)]
    [InlineData(100_001)]
    public void Results_are_the_same_bits_for_every_width_place_and_number_of_threads(int length)
    {
        float[] x = LayerData.Floats(new Random(length), length, 20), expected = new float[length], actual = new float[length];
        using var team = new WorkerTeam(3);
        foreach ((_, Function of, _, _) in Functions)
        {
            using (VectorPath.Force(32)) of(x, expected, WorkerTeam.One);
            foreach (int bits in LayerData.Paths)
            {
                using (VectorPath.Force(bits)) of(x, actual, team);
                Assert.Equal(expected, actual);
            }

            float[] inPlace = [.. x];
            of(inPlace, inPlace, team);
            Assert.Equal(expected, inPlace);
            if (length > 1) of(x.AsSpan(1), actual.AsSpan(1), team);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void Lengths_that_differ_and_widths_that_do_not_exist_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ElementaryFunctions.Exp(new float[3], new float[4], WorkerTeam.One));
        Assert.Throws<ArgumentOutOfRangeException>(() => VectorPath.Force(64));
    }

    [Fact]
    public void Calls_allocate_nothing()
    {
        float[] x = LayerData.Floats(new Random(1), 100_000);
        ElementaryFunctions.Exp(x, x, WorkerTeam.Shared);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++) ElementaryFunctions.Tanh(x, x, WorkerTeam.Shared);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static float[] Three(Function of, int bits)
    {
        // Eighteen values, so that vectors of every width and what is left of them are met.
        float[] x = [.. Enumerable.Range(0, 18).Select(i => i % 3 == 0 ? float.PositiveInfinity : i % 3 == 1 ? float.NegativeInfinity : float.NaN)], y = new float[18];
        using (VectorPath.Force(bits)) of(x, y, WorkerTeam.One);
        for (int i = 3; i < 18; i++) Assert.Equal(y[i % 3], y[i]);
        return y[..3];
    }
}

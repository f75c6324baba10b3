using Assay.Numerics.Vectors;
using Assay.Numerics.Vectors.Reference;

namespace Assay.Tests.Numerics.Vectors;

public sealed class DotProductTests
{
    public static TheoryData<int> Lengths => [0, 1, 3, 7, 15, 16, 17, 31, 32, 33, 47, 63, 64, 65, 95, 100, 127, 128, 129, 384, 1023];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Float_paths_agree_with_the_reference(int length)
    {
        var random = new Random(length);
        float[] x = Floats(random, length), y = Floats(random, length);
        double expected = ScalarDotProduct.Of(x, y), tolerance = 1e-6 * (length + 1);
        Assert.Equal(expected, DotProduct.Of(x, y), tolerance);
        foreach (int bits in (int[])[512, 256, 128]) Assert.Equal(expected, DotProductPaths.ForFloats(bits, x, y), tolerance);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Int8_paths_equal_the_reference(int length)
    {
        var random = new Random(length + 1);
        short[] query = [.. Enumerable.Range(0, length).Select(_ => (short)random.Next(-16383, 16384))];
        sbyte[] row = [.. Enumerable.Range(0, length).Select(_ => (sbyte)random.Next(-127, 128))];
        int expected = checked((int)ScalarDotProduct.Of(query, row));
        Assert.Equal(expected, DotProduct.Of(query, row));
        foreach (int bits in (int[])[512, 256, 128]) Assert.Equal(expected, DotProductPaths.ForBytes(bits, query, row) ?? expected);
    }

    [Fact]
    public void Extreme_values_do_not_saturate()
    {
        short[] query = [.. Enumerable.Repeat((short)16383, 128)];
        sbyte[] row = [.. Enumerable.Repeat((sbyte)-127, 128)];
        Assert.Equal(-127 * 16383 * 128, DotProduct.Of(query, row));
    }

    [Fact]
    public void Lengths_that_differ_are_refused()
    {
        Assert.Throws<ArgumentException>(() => DotProduct.Of(new float[3], new float[4]));
        Assert.Throws<ArgumentException>(() => DotProduct.Of(new short[3], new sbyte[4]));
        Assert.Throws<ArgumentException>(() => ScalarDotProduct.Of(new float[3], new float[4]));
        Assert.Throws<ArgumentException>(() => ScalarDotProduct.Of(new short[3], new sbyte[4]));
    }

    internal static float[] Floats(Random random, int length) => [.. Enumerable.Range(0, length).Select(_ => (float)((2 * random.NextDouble()) - 1))];
}

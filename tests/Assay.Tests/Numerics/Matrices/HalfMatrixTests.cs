using Assay.Numerics.Matrices;
using Assay.Numerics.Parallel;

namespace Assay.Tests.Numerics.Matrices;

public sealed class HalfMatrixTests
{
    private static readonly (int Outputs, int Inputs)[] Sizes = [(0, 3), (3, 0), (1, 1), (5, 7), (32, 32), (33, 65), (97, 384), (130, 1000)];
    private static readonly int[] RowCounts = [0, 1, 2, 5, 12, 13, 40, 100];

    [Theory]
    [InlineData(HalfFormat.Float16)]
    [InlineData(HalfFormat.BFloat16)]
    public void Results_equal_those_of_the_widened_weights(HalfFormat format)
    {
        using var three = new WorkerTeam(3);
        foreach ((int outputs, int inputs) in Sizes)
        {
            (ushort[] bits, float[] wide) = Weights(format, outputs * inputs);
            using var matrix = new HalfMatrix(format, bits, outputs, inputs);
            using var floats = new PackedMatrix(wide, outputs, inputs);
            Assert.Equal(floats.LengthBytes, 2 * matrix.LengthBytes);
            foreach (int rows in RowCounts)
            {
                float[] x = GemmTests.Values(rows, rows * inputs), expected = new float[rows * outputs], actual = GemmTests.Values(2, rows * outputs);
                floats.Multiply(x, rows, expected, WorkerTeam.One);
                foreach (VectorPath path in new[] { VectorPath.Bits512, VectorPath.Bits256, VectorPath.Bits128, VectorPath.Scalar })
                {
                    matrix.Multiply(path, x, rows, actual, WorkerTeam.One);
                    GemmTests.AssertClose(expected, actual, inputs, $"{format} {rows} x {outputs} x {inputs}, {path}");
                }

                matrix.Multiply(x, rows, actual, three);
                Assert.Equal(expected, actual);
            }
        }
    }

    [Theory]
    [InlineData(HalfFormat.Float16)]
    [InlineData(HalfFormat.BFloat16)]
    public void Rows_come_back_as_they_were_set(HalfFormat format)
    {
        const int outputs = 77, inputs = 130;
        (ushort[] bits, float[] wide) = Weights(format, outputs * inputs);
        using var matrix = new HalfMatrix(format, outputs, inputs);
        int row = 0;
        foreach (int count in new[] { 1, 2, 0, 40, 3, 31 })
        {
            matrix.SetRows(row, bits.AsSpan(row * inputs, count * inputs));
            row += count;
        }

        float[] copy = new float[inputs];
        for (int i = 0; i < outputs; i++)
        {
            matrix.CopyRow(i, copy);
            Assert.Equal(wide.AsSpan(i * inputs, inputs).ToArray(), copy);
        }
    }

    [Fact]
    public void Subnormal_and_infinite_weights_count_as_what_they_are()
    {
        ushort[] bits = [0x0001, 0x8001, 0x7C00, 0x03FF];
        using var matrix = new HalfMatrix(HalfFormat.Float16, bits, 4, 1);
        float[] y = new float[4];
        matrix.Multiply([2], 1, y, WorkerTeam.One);
        Assert.Equal([(float)Math.ScaleB(1, -23), -(float)Math.ScaleB(1, -23), float.PositiveInfinity, (float)Math.ScaleB(1023, -23)], y);
    }

    [Fact]
    public void Operands_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new HalfMatrix(HalfFormat.Float16, new ushort[11], 3, 4));
        Assert.Throws<ArgumentException>(() => new HalfMatrix((HalfFormat)7, 3, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HalfMatrix(HalfFormat.Float16, 3, -4));
        using var matrix = new HalfMatrix(HalfFormat.BFloat16, 3, 4);
        Assert.Throws<ArgumentException>(() => matrix.SetRows(0, new ushort[5]));
        Assert.Throws<ArgumentException>(() => matrix.CopyRow(-1, new float[4]));
        Assert.Throws<ArgumentException>(() => matrix.Multiply(new float[7], 2, new float[6], WorkerTeam.One));
    }

    private static (ushort[] Bits, float[] Wide) Weights(HalfFormat format, int length)
    {
        ushort[] bits = new ushort[length];
        float[] wide = new float[length];
        HalfConversion.Narrow(format, GemmTests.Values(length, length), bits);
        HalfConversion.Widen(format, bits, wide);
        return (bits, wide);
    }
}

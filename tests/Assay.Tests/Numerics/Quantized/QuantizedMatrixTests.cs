using Assay.Numerics.Parallel;
using Assay.Numerics.Quantized;
using Assay.Numerics.Quantized.Reference;

namespace Assay.Tests.Numerics.Quantized;

public sealed class QuantizedMatrixTests
{
    private static readonly int[] Paths = [512, 256, 128, 32];

    public static TheoryData<QuantizedFormat, int, int> Shapes
    {
        get
        {
            TheoryData<QuantizedFormat, int, int> shapes = [];
            foreach (QuantizedFormat format in Enum.GetValues<QuantizedFormat>())
            {
                int block = BlockLayout.ValuesPerBlock(format);
                foreach ((int outputs, int blocks) in ((int, int)[])[(1, 1), (31, 2), (32, 3), (33, 1), (200, 2)]) shapes.Add(format, outputs, blocks * block);
            }

            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_path_tile_and_team_gives_the_bits_of_the_reference(QuantizedFormat format, int outputs, int inputs)
    {
        using var team = new WorkerTeam(3);
        var random = new Random(outputs + inputs);
        byte[] blocks = RandomBlocks.Of(format, outputs * inputs / BlockLayout.ValuesPerBlock(format), random);
        using QuantizedMatrix matrix = QuantizedMatrix.FromBlocks(format, outputs, inputs, blocks, team);
        foreach (int rows in (int[])[0, 1, 2, 3, 4, 7, 8, 15, 21])
        {
            float[] x = Floats(random, rows * inputs);
            var expected = new float[rows * outputs];
            ScalarQuantizedProduct.Multiply(format, blocks, x, inputs, expected);
            foreach (int bits in Paths)
            {
                foreach (WorkerTeam workers in (WorkerTeam[])[WorkerTeam.One, team])
                {
                    var actual = new float[expected.Length];
                    Array.Fill(actual, float.NaN);
                    if (QuantizedPaths.TryMultiply(bits, matrix, x, rows, actual, workers)) Assert.Equal(expected, actual);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Rows_are_those_of_the_file(QuantizedFormat format, int outputs, int inputs)
    {
        byte[] blocks = RandomBlocks.Of(format, outputs * inputs / BlockLayout.ValuesPerBlock(format), new Random(5));
        using QuantizedMatrix matrix = QuantizedMatrix.FromBlocks(format, outputs, inputs, blocks, WorkerTeam.One);
        var expected = new float[outputs * inputs];
        ScalarBlocks.Dequantize(format, blocks, expected);
        var row = new float[inputs];
        for (int i = 0; i < outputs; i++)
        {
            matrix.CopyRow(i, row);
            Assert.Equal(expected[(i * inputs)..((i + 1) * inputs)], row);
        }
    }

    [Theory]
    [InlineData(QuantizedFormat.Q8)]
    [InlineData(QuantizedFormat.Q4)]
    [InlineData(QuantizedFormat.Q4K)]
    [InlineData(QuantizedFormat.Q6K)]
    public void Products_are_those_of_the_dequantised_weights(QuantizedFormat format)
    {
        const int Outputs = 64, Inputs = 1024, Rows = 9;
        var random = new Random(8);
        byte[] blocks = RandomBlocks.Of(format, Outputs * Inputs / BlockLayout.ValuesPerBlock(format), random);
        using QuantizedMatrix matrix = QuantizedMatrix.FromBlocks(format, Outputs, Inputs, blocks, WorkerTeam.One);
        float[] x = Floats(random, Rows * Inputs), y = new float[Rows * Outputs], w = new float[Outputs * Inputs];
        ScalarBlocks.Dequantize(format, blocks, w);
        matrix.Multiply(x, Rows, y, WorkerTeam.One);
        for (int row = 0; row < Rows; row++)
        {
            for (int output = 0; output < Outputs; output++)
            {
                double sum = 0, size = 0;
                for (int i = 0; i < Inputs; i++)
                {
                    double product = (double)x[(row * Inputs) + i] * w[(output * Inputs) + i];
                    sum += product;
                    size += product * product;
                }

                Assert.Equal(sum, y[(row * Outputs) + output], 2e-4 * Math.Sqrt(size));
            }
        }
    }

    [Fact]
    public void Extreme_values_do_not_leave_32_bits()
    {
        // 32 products of -128 and of the largest 16-bit value, and with them the largest sums that the offset takes off.
        var block = new byte[34];
        (block[0], block[1]) = (0x00, 0x3C);
        Array.Fill(block, (byte)0x80, 2, 32);
        using QuantizedMatrix matrix = QuantizedMatrix.FromBlocks(QuantizedFormat.Q8, 1, 32, block, WorkerTeam.One);
        foreach (float value in (float[])[2, -2])
        {
            float[] x = [.. Enumerable.Repeat(value, 32)], y = new float[1];
            foreach (int bits in Paths)
            {
                if (QuantizedPaths.TryMultiply(bits, matrix, x, 1, y, WorkerTeam.One)) Assert.Equal(-128 * 32 * value, y[0], 1e-3);
            }
        }
    }

    [Fact]
    public void A_row_that_is_not_finite_gives_NaN_and_leaves_the_others_alone()
    {
        using QuantizedMatrix matrix = Ones(40, 64);
        foreach (float bad in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
        {
            float[] x = [.. Enumerable.Repeat(1f, 3 * 64)], y = new float[3 * 40];
            x[64 + 40] = bad;
            matrix.Multiply(x, 3, y, WorkerTeam.One);
            Assert.All(y[..40], v => Assert.Equal(64, v, 0.02));
            Assert.All(y[40..80], v => Assert.True(float.IsNaN(v)));
            Assert.All(y[80..], v => Assert.Equal(64, v, 0.02));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0f)]
    [InlineData(1e-40f)]
    [InlineData(5e-35f)]
    public void Blocks_of_nothing_count_as_zero(float value)
    {
        using QuantizedMatrix matrix = Ones(33, 64);
        float[] x = [.. Enumerable.Repeat(value, 32), .. Enumerable.Repeat(0.5f, 32)], y = new float[33];
        foreach (int bits in Paths)
        {
            if (QuantizedPaths.TryMultiply(bits, matrix, x, 1, y, WorkerTeam.One)) Assert.All(y, v => Assert.Equal(16, v, 0.01));
        }
    }

    [Fact]
    public void Many_rows_in_several_portions_equal_one_after_the_other()
    {
        const int Outputs = 5, Inputs = 8192, Rows = 300;
        var random = new Random(6);
        float[] w = Floats(random, Outputs * Inputs), x = Floats(random, Rows * Inputs);
        using var team = new WorkerTeam(2);
        using QuantizedMatrix matrix = QuantizedMatrix.FromFloats(QuantizedFormat.Q4, Outputs, Inputs, w, team);
        float[] together = new float[Rows * Outputs], alone = new float[Outputs];
        matrix.Multiply(x, Rows, together, team);
        for (int row = 0; row < Rows; row++)
        {
            matrix.Multiply(x.AsSpan(row * Inputs, Inputs), 1, alone, WorkerTeam.One);
            Assert.Equal(together[(row * Outputs)..((row + 1) * Outputs)], alone);
        }
    }

    [Fact]
    public void FromFloats_holds_what_the_quantiser_writes()
    {
        float[] w = Floats(new Random(9), 3 * 64);
        foreach (QuantizedFormat format in (QuantizedFormat[])[QuantizedFormat.Q8, QuantizedFormat.Q4])
        {
            var blocks = new byte[BlockLayout.LengthBytes(format, w.Length)];
            BlockQuantizer.Quantize(format, w, blocks);
            using QuantizedMatrix expected = QuantizedMatrix.FromBlocks(format, 3, 64, blocks, WorkerTeam.One), actual = QuantizedMatrix.FromFloats(format, 3, 64, w, WorkerTeam.One);
            float[] a = new float[64], b = new float[64];
            for (int row = 0; row < 3; row++)
            {
                expected.CopyRow(row, a);
                actual.CopyRow(row, b);
                Assert.Equal(a, b);
            }
        }
    }

    [Fact]
    public void A_product_allocates_nothing()
    {
        using QuantizedMatrix matrix = Ones(64, 64);
        float[] x = new float[20 * 64], y = new float[20 * 64];
        matrix.Multiply(x, 20, y, WorkerTeam.One);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 50; i++) matrix.Multiply(x, 20, y, WorkerTeam.One);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void A_matrix_that_cannot_be_is_refused_with_its_numbers()
    {
        Assert.Contains("100 values", Assert.Throws<ArgumentException>(() => QuantizedMatrix.FromBlocks(QuantizedFormat.Q8, 1, 100, new byte[34], WorkerTeam.One)).Message, StringComparison.Ordinal);
        Assert.Contains("288 values", Assert.Throws<ArgumentException>(() => new QuantizedMatrix(QuantizedFormat.Q6K, 1, 288, _ => [], WorkerTeam.One)).Message, StringComparison.Ordinal);
        Assert.Contains("68 bytes, not 67", Assert.Throws<ArgumentException>(() => QuantizedMatrix.FromBlocks(QuantizedFormat.Q8, 2, 32, new byte[67], WorkerTeam.One)).Message, StringComparison.Ordinal);
        Assert.Contains("Row 1", Assert.Throws<ArgumentException>(() => new QuantizedMatrix(QuantizedFormat.Q8, 2, 32, row => new byte[34 - row], WorkerTeam.One)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuantizedMatrix(QuantizedFormat.Q8, 0, 32, _ => [], WorkerTeam.One));
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuantizedMatrix((QuantizedFormat)9, 1, 32, _ => [], WorkerTeam.One));
        var blocks = new byte[3 * 34];
        (blocks[68], blocks[69]) = (0x00, 0x7C);
        Assert.Contains("Block 0 of row 2 has the scale", Assert.Throws<ArgumentException>(() => QuantizedMatrix.FromBlocks(QuantizedFormat.Q8, 3, 32, blocks, WorkerTeam.One)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_that_do_not_match_are_refused_with_their_numbers()
    {
        using QuantizedMatrix matrix = Ones(3, 32);
        Assert.Contains("64, not 63", Assert.Throws<ArgumentException>(() => matrix.Multiply(new float[63], 2, new float[6], WorkerTeam.One)).Message, StringComparison.Ordinal);
        Assert.Contains("6, not 7", Assert.Throws<ArgumentException>(() => matrix.Multiply(new float[64], 2, new float[7], WorkerTeam.One)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Multiply([], -1, [], WorkerTeam.One));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.CopyRow(3, new float[32]));
        Assert.Throws<ArgumentException>(() => matrix.CopyRow(2, new float[31]));
        Assert.Throws<ArgumentException>(() => QuantizedPaths.TryMultiply(64, matrix, new float[32], 1, new float[3], WorkerTeam.One));
    }

    [Fact]
    public void A_matrix_that_was_disposed_is_refused()
    {
        QuantizedMatrix matrix = Ones(3, 32);
        matrix.Dispose();
        Assert.Throws<ObjectDisposedException>(() => matrix.Multiply(new float[32], 1, new float[3], WorkerTeam.One));
    }

    private static QuantizedMatrix Ones(int outputs, int inputs) => QuantizedMatrix.FromFloats(QuantizedFormat.Q8, outputs, inputs, [.. Enumerable.Repeat(1f, outputs * inputs)], WorkerTeam.One);

    private static float[] Floats(Random random, int length) => [.. Enumerable.Range(0, length).Select(_ => (float)((2 * random.NextDouble()) - 1))];
}

using Assay.Numerics.Matrices;
using Assay.Numerics.Matrices.Reference;
using Assay.Numerics.Parallel;
using Assay.Numerics.Quantized;
using Assay.Numerics.Quantized.Panels;
using Assay.Numerics.Quantized.Reference;
using Assay.Tests.Numerics.Quantized;

namespace Assay.Tests.Numerics.Matrices;

/// <summary><c>dX = dY · W</c> from weights in every form that a linear layer keeps them in.</summary>
public sealed class TransposedProductTests
{
    // Edges of panels in both directions, of blocks of the sum, and 1540 = 4 blocks of 400 that begin in the middle of a panel.
    private static readonly (int Outputs, int Inputs)[] Sizes = [(0, 3), (3, 0), (1, 1), (5, 7), (31, 4), (32, 32), (33, 65), (97, 384), (385, 64), (1000, 33), (1540, 600)];
    private static readonly int[] RowCounts = [0, 1, 2, 5, 12, 13, 40];

    private static readonly (int Bits, VectorPath Path)[] Paths =
        [(512, VectorPath.Bits512), (256, VectorPath.Bits256), (128, VectorPath.Bits128), (32, VectorPath.Scalar)];

    [Fact]
    public void Float_weights_agree_with_the_reference_by_every_path()
    {
        foreach ((int outputs, int inputs) in Sizes)
        {
            float[] w = GemmTests.Values(outputs, outputs * inputs);
            using var matrix = new PackedMatrix(w, outputs, inputs);
            AssertAgrees(matrix, w, (path, dy, rows, dx, add) => matrix.MultiplyTransposed(path, dy, rows, dx, add, WorkerTeam.One));
        }
    }

    [Theory]
    [InlineData(HalfFormat.Float16, false)]
    [InlineData(HalfFormat.Float16, true)]
    [InlineData(HalfFormat.BFloat16, false)]
    public void Sixteen_bit_weights_agree_with_the_reference_by_every_path(HalfFormat format, bool infinite)
    {
        foreach ((int outputs, int inputs) in Sizes)
        {
            ushort[] bits = new ushort[outputs * inputs];
            float[] w = new float[bits.Length];
            HalfConversion.Narrow(format, GemmTests.Values(outputs, bits.Length), bits);
            if (infinite && bits.Length > 0) bits[^1] = 0x7C00;
            HalfConversion.Widen(format, bits, w);
            using var matrix = new HalfMatrix(format, bits, outputs, inputs);
            AssertAgrees(matrix, w, (path, dy, rows, dx, add) => matrix.MultiplyTransposed(path, dy, rows, dx, add, WorkerTeam.One));
        }
    }

    [Theory]
    [InlineData(QuantizedFormat.Q8, 1, 1)]
    [InlineData(QuantizedFormat.Q8, 33, 3)]
    [InlineData(QuantizedFormat.Q8, 1540, 18)]
    [InlineData(QuantizedFormat.Q4, 1, 1)]
    [InlineData(QuantizedFormat.Q4, 70, 3)]
    [InlineData(QuantizedFormat.Q4, 801, 2)]
    [InlineData(QuantizedFormat.Q4K, 1, 1)]
    [InlineData(QuantizedFormat.Q4K, 70, 2)]
    [InlineData(QuantizedFormat.Q6K, 1, 1)]
    [InlineData(QuantizedFormat.Q6K, 70, 2)]
    public void Quantised_weights_count_as_the_floats_of_their_blocks_by_every_path(QuantizedFormat format, int outputs, int blocks)
    {
        int inputs = blocks * BlockLayout.ValuesPerBlock(format);
        byte[] bytes = RandomBlocks.Of(format, outputs * blocks, new Random(outputs));
        using QuantizedMatrix matrix = QuantizedMatrix.FromBlocks(format, outputs, inputs, bytes, WorkerTeam.One);
        float[] w = new float[outputs * inputs];
        ScalarBlocks.Dequantize(format, bytes, w);
        using var floats = new PackedMatrix(w, outputs, inputs);
        foreach (int rows in RowCounts)
        {
            float[] dy = GemmTests.Values(rows, rows * outputs);
            foreach ((int bits, VectorPath path) in Paths)
            {
                if (!PanelKernels.Has(bits)) continue;
                float[] expected = GemmTests.Values(3, rows * inputs), actual = [.. expected];
                floats.MultiplyTransposed(path, dy, rows, expected, add: true, WorkerTeam.One);
                matrix.MultiplyTransposed(bits, dy, rows, actual, add: true, WorkerTeam.One);
                Assert.Equal(expected, actual);
            }
        }
    }

    [Fact]
    public void Results_do_not_depend_on_threads_or_on_other_rows()
    {
        using var three = new WorkerTeam(3);
        const int Rows = 100;
        foreach ((int outputs, int inputs) in Sizes.Where(s => s.Outputs > 0 && s.Inputs > 0))
        {
            using var matrix = new PackedMatrix(GemmTests.Values(outputs, outputs * inputs), outputs, inputs);
            float[] dy = GemmTests.Values(4, Rows * outputs), all = new float[Rows * inputs];
            matrix.MultiplyTransposed(dy, Rows, all, add: false, WorkerTeam.One);
            foreach (int count in RowCounts.Append(Rows))
            {
                float[] some = new float[count * inputs];
                matrix.MultiplyTransposed(dy.AsSpan(0, count * outputs), count, some, add: false, three);
                Assert.Equal(all.AsSpan(0, some.Length).ToArray(), some);
            }
        }
    }

    [Fact]
    public void Is_the_gradient_of_the_product()
    {
        const int Outputs = 37, Inputs = 45, Rows = 3;
        using var matrix = new PackedMatrix(GemmTests.Values(1, Outputs * Inputs), Outputs, Inputs);
        float[] x = GemmTests.Values(2, Rows * Inputs), dy = GemmTests.Values(3, Rows * Outputs), dx = new float[x.Length], y = new float[dy.Length];
        matrix.MultiplyTransposed(dy, Rows, dx, add: false, WorkerTeam.One);
        int checkedEntries = 0;
        for (int i = 0; i < x.Length; i++, checkedEntries++)
        {
            float before = x[i];
            x[i] = before + 0.5f;
            double above = Loss();
            x[i] = before - 0.5f;
            double below = Loss();
            x[i] = before;
            Assert.Equal(above - below, dx[i], 2e-5);
        }

        Assert.True(checkedEntries > 50);

        double Loss()
        {
            matrix.Multiply(x, Rows, y, WorkerTeam.One);
            return y.Zip(dy, (a, b) => (double)a * b).Sum();
        }
    }

    [Fact]
    public void A_second_product_allocates_nothing()
    {
        using QuantizedMatrix matrix = QuantizedMatrix.FromFloats(QuantizedFormat.Q4, 96, 64, GemmTests.Values(1, 96 * 64), WorkerTeam.One);
        float[] dy = new float[20 * 96], dx = new float[20 * 64];
        matrix.MultiplyTransposed(dy, 20, dx, add: false, WorkerTeam.One);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++) matrix.MultiplyTransposed(dy, 20, dx, add: true, WorkerTeam.One);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Operands_that_do_not_fit_are_refused()
    {
        IWeightMatrix[] matrices =
        [
            new PackedMatrix(3, 32), new HalfMatrix(HalfFormat.BFloat16, 3, 32), QuantizedMatrix.FromFloats(QuantizedFormat.Q8, 3, 32, new float[96], WorkerTeam.One),
        ];
        float[] memory = new float[80];
        foreach (IWeightMatrix matrix in matrices)
        {
            Assert.Contains("7 values are not 2 results of 3", Assert.Throws<ArgumentException>(() => matrix.MultiplyTransposed(new float[7], 2, new float[64], false, WorkerTeam.One)).Message, StringComparison.Ordinal);
            Assert.Contains("63 values are not 2 inputs of 32", Assert.Throws<ArgumentException>(() => matrix.MultiplyTransposed(new float[6], 2, new float[63], false, WorkerTeam.One)).Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentOutOfRangeException>(() => matrix.MultiplyTransposed([], -1, [], false, WorkerTeam.One));
            Assert.Throws<ArgumentNullException>(() => matrix.MultiplyTransposed(new float[6], 2, new float[64], false, null!));
            Assert.Throws<ArgumentException>(() => matrix.MultiplyTransposed(memory.AsSpan(60, 6), 2, memory.AsSpan(0, 64), false, WorkerTeam.One));
            matrix.Dispose();
            Assert.Throws<ObjectDisposedException>(() => matrix.MultiplyTransposed(new float[6], 2, new float[64], false, WorkerTeam.One));
        }
    }

    private delegate void Product(VectorPath path, float[] dy, int rows, float[] dx, bool add);

    private static void AssertAgrees(IWeightMatrix matrix, float[] w, Product multiply)
    {
        foreach (int rows in RowCounts)
        {
            float[] dy = GemmTests.Values(rows, rows * matrix.Outputs), before = GemmTests.Values(3, rows * matrix.Inputs);
            foreach (bool add in new[] { false, true })
            {
                float[] expected = [.. before];
                ScalarGemm.Multiply(new GemmShape(rows, matrix.Inputs, matrix.Outputs, GemmForm.Plain), dy, w, expected, add);
                foreach ((int bits, VectorPath path) in Paths)
                {
                    float[] actual = [.. before];
                    if (!add) Array.Fill(actual, float.NaN);
                    multiply(path, dy, rows, actual, add);
                    AssertClose(expected, actual, matrix.Outputs, $"{rows} x {matrix.Outputs} x {matrix.Inputs}, {bits} bits, add {add}");
                }
            }
        }
    }

    private static void AssertClose(float[] expected, float[] actual, int depth, string what)
    {
        float[] finite = [.. expected], found = [.. actual];
        for (int i = 0; i < finite.Length; i++)
        {
            if (!float.IsFinite(expected[i])) (finite[i], found[i]) = (0, expected[i].Equals(actual[i]) ? 0 : 1);
        }

        GemmTests.AssertClose(finite, found, depth, what);
    }
}

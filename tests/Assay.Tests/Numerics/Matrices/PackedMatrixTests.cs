using Assay.Numerics.Matrices;
using Assay.Numerics.Matrices.Reference;
using Assay.Numerics.Parallel;

namespace Assay.Tests.Numerics.Matrices;

public sealed class PackedMatrixTests
{
    private static readonly (int Outputs, int Inputs)[] Sizes = [(0, 3), (3, 0), (1, 1), (5, 7), (31, 4), (32, 32), (33, 65), (97, 384), (64, 385), (130, 1000), (640, 48)];
    private static readonly int[] RowCounts = [0, 1, 2, 3, 5, 8, 12, 13, 29, 100];

    [Fact]
    public void Every_path_agrees_with_the_reference()
    {
        foreach ((int outputs, int inputs) in Sizes)
        {
            float[] w = GemmTests.Values(outputs, outputs * inputs);
            using var matrix = new PackedMatrix(w, outputs, inputs);
            foreach (int rows in RowCounts)
            {
                float[] x = GemmTests.Values(rows, rows * inputs), expected = new float[rows * outputs];
                ScalarGemm.Multiply(new GemmShape(rows, outputs, inputs, GemmForm.TransposedB), x, w, expected, accumulate: false);
                foreach (int bits in GemmPaths.Widths)
                {
                    float[] actual = GemmTests.Values(9, rows * outputs);
                    GemmPaths.Multiply(bits, matrix, x, rows, actual, WorkerTeam.One);
                    GemmTests.AssertClose(expected, actual, inputs, $"{rows} x {outputs} x {inputs}, {bits} bits");
                }
            }
        }
    }

    [Fact]
    public void Results_do_not_depend_on_threads_or_on_other_rows()
    {
        using var three = new WorkerTeam(3);
        foreach ((int outputs, int inputs) in Sizes.Where(s => s.Outputs > 0 && s.Inputs > 0))
        {
            using var matrix = new PackedMatrix(GemmTests.Values(outputs, outputs * inputs), outputs, inputs);
            const int rows = 100;
            float[] x = GemmTests.Values(4, rows * inputs), all = new float[rows * outputs];
            matrix.Multiply(x, rows, all, WorkerTeam.One);
            foreach (int count in RowCounts)
            {
                float[] some = new float[count * outputs];
                matrix.Multiply(x.AsSpan(0, count * inputs), count, some, three);
                Assert.Equal(all.AsSpan(0, some.Length).ToArray(), some);
            }
        }
    }

    [Fact]
    public void Rows_come_back_as_they_were_set()
    {
        const int outputs = 77, inputs = 13;
        float[] w = GemmTests.Values(5, outputs * inputs);
        using var matrix = new PackedMatrix(outputs, inputs);
        int row = 0;
        foreach (int count in new[] { 1, 2, 0, 40, 3, 31 })
        {
            matrix.SetRows(row, w.AsSpan(row * inputs, count * inputs));
            row += count;
        }

        Assert.Equal(outputs, row);
        float[] copy = new float[inputs];
        for (int i = 0; i < outputs; i++)
        {
            matrix.CopyRow(i, copy);
            Assert.Equal(w.AsSpan(i * inputs, inputs).ToArray(), copy);
        }

        Assert.Equal(96L * inputs * sizeof(float), matrix.LengthBytes);
    }

    [Fact]
    public void Operands_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new PackedMatrix(new float[11], 3, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PackedMatrix(-1, 4));
        using var matrix = new PackedMatrix(3, 4);
        Assert.Throws<ArgumentException>(() => matrix.SetRows(0, new float[5]));
        Assert.Throws<ArgumentException>(() => matrix.SetRows(1, new float[12]));
        Assert.Throws<ArgumentException>(() => matrix.SetRows(-1, new float[4]));
        Assert.Throws<ArgumentException>(() => matrix.CopyRow(3, new float[4]));
        Assert.Throws<ArgumentException>(() => matrix.CopyRow(0, new float[3]));
        Assert.Throws<ArgumentException>(() => matrix.Multiply(new float[7], 2, new float[6], WorkerTeam.One));
        Assert.Throws<ArgumentException>(() => matrix.Multiply(new float[8], 2, new float[5], WorkerTeam.One));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Multiply([], -1, [], WorkerTeam.One));
        float[] memory = new float[20];
        Assert.Throws<ArgumentException>(() => matrix.Multiply(memory.AsSpan(0, 8), 2, memory.AsSpan(6, 6), WorkerTeam.One));
    }
}

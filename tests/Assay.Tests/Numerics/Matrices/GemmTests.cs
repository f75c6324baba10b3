using Assay.Numerics.Matrices;
using Assay.Numerics.Matrices.Reference;
using Assay.Numerics.Parallel;

namespace Assay.Tests.Numerics.Matrices;

public sealed class GemmTests
{
    // Edges of tiles (12), panels (32) and their halves, copies (4, 16) and blocks of the sum (384), and nothing at all.
    private static readonly (int Rows, int Columns, int Depth)[] Sizes =
    [
        (0, 5, 3), (5, 0, 3), (3, 5, 0), (1, 1, 1), (1, 32, 7), (2, 33, 5), (5, 7, 11), (11, 31, 13), (12, 32, 16), (13, 64, 17), (23, 65, 96), (37, 41, 43), (61, 97, 383),
        (25, 40, 384), (24, 33, 385), (13, 67, 800), (131, 71, 53), (256, 96, 31), (499, 37, 19), (1, 257, 401), (7, 640, 64),
        (13, 10, 40), (35, 16, 70), (29, 48, 400), (16, 100, 500),
    ];

    public static TheoryData<GemmForm> Forms => [GemmForm.Plain, GemmForm.TransposedA, GemmForm.TransposedB];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_path_agrees_with_the_reference(GemmForm form)
    {
        foreach ((int rows, int columns, int depth) in Sizes)
        {
            var shape = new GemmShape(rows, columns, depth, form);
            (float[] a, float[] b, float[] before) = Operands(shape);
            foreach (bool accumulate in new[] { false, true })
            {
                float[] expected = [.. before];
                ScalarGemm.Multiply(shape, a, b, expected, accumulate);
                foreach (int bits in GemmPaths.Widths)
                {
                    float[] actual = [.. before];
                    GemmPaths.Multiply(bits, shape, (a, b), actual, accumulate, WorkerTeam.One);
                    AssertClose(expected, actual, depth, $"{shape} {bits} bits, accumulate {accumulate}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Results_do_not_depend_on_the_number_of_threads(GemmForm form)
    {
        using var two = new WorkerTeam(2);
        using var three = new WorkerTeam(3);
        foreach ((int rows, int columns, int depth) in Sizes)
        {
            var shape = new GemmShape(rows, columns, depth, form);
            (float[] a, float[] b, float[] before) = Operands(shape);
            float[] expected = [.. before];
            Gemm.Multiply(shape, a, b, expected, accumulate: true, WorkerTeam.One);
            foreach (WorkerTeam team in new[] { two, three })
            {
                float[] actual = [.. before];
                Gemm.Multiply(shape, a, b, actual, accumulate: true, team);
                Assert.Equal(expected, actual);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Factors_larger_than_the_memory_for_panels_are_done_in_pieces(GemmForm form)
    {
        var shape = new GemmShape(14, 1300, 2500, form);
        (float[] a, float[] b, float[] before) = Operands(shape);
        float[] expected = [.. before], actual = [.. before];
        ScalarGemm.Multiply(shape, a, b, expected, accumulate: true);
        Gemm.Multiply(shape, a, b, actual, accumulate: true, WorkerTeam.Shared);
        AssertClose(expected, actual, shape.Depth, $"{shape}");
    }

    [Fact]
    public void Rows_are_the_same_alone_as_among_others()
    {
        var whole = new GemmShape(29, 70, 500, GemmForm.TransposedB);
        (float[] a, float[] b, float[] c) = Operands(whole);
        Gemm.Multiply(whole, a, b, c, accumulate: false, WorkerTeam.One);
        for (int row = 0; row < whole.Rows; row++)
        {
            float[] alone = new float[whole.Columns];
            Gemm.Multiply(whole with { Rows = 1 }, a.AsSpan(row * whole.Depth, whole.Depth), b, alone, accumulate: false, WorkerTeam.One);
            Assert.Equal(c.AsSpan(row * whole.Columns, whole.Columns).ToArray(), alone);
        }
    }

    [Fact]
    public void Memory_around_the_result_is_left_alone()
    {
        foreach (int columns in new[] { 1, 31, 33, 64 })
        {
            var shape = new GemmShape(14, columns, 9, GemmForm.Plain);
            (float[] a, float[] b, float[] c) = Operands(shape);
            float[] room = new float[c.Length + 64];
            Array.Fill(room, 7);
            Gemm.Multiply(shape, a, b, room.AsSpan(32, c.Length), accumulate: false, WorkerTeam.One);
            Assert.All(room[..32], v => Assert.Equal(7, v));
            Assert.All(room[^32..], v => Assert.Equal(7, v));
        }
    }

    [Fact]
    public void Overwriting_ignores_what_was_there_even_if_it_is_no_number()
    {
        var shape = new GemmShape(13, 40, 5, GemmForm.TransposedB);
        (float[] a, float[] b, float[] c) = Operands(shape);
        Array.Fill(c, float.NaN);
        Gemm.Multiply(shape, a, b, c, accumulate: false, WorkerTeam.One);
        Assert.DoesNotContain(c, float.IsNaN);
        Array.Fill(c, float.NaN);
        Gemm.Multiply(shape with { Depth = 0 }, [], [], c, accumulate: false, WorkerTeam.One);
        Assert.All(c, v => Assert.Equal(0, v));
    }

    [Fact]
    public void Values_that_are_no_numbers_come_through()
    {
        var shape = new GemmShape(2, 3, 4, GemmForm.TransposedB);
        float[] a = [1, 2, 3, 4, 0, 0, 0, 0], b = [1, 1, 1, float.NaN, 1, 1, float.PositiveInfinity, 1, 1, 1, 1, 1], c = new float[6];
        Gemm.Multiply(shape, a, b, c, accumulate: false, WorkerTeam.One);
        Assert.Equal([float.NaN, float.PositiveInfinity, 10, float.NaN, float.NaN, 0], c);
    }

    [Fact]
    public void Operands_that_do_not_fit_are_refused()
    {
        var shape = new GemmShape(2, 3, 4, GemmForm.Plain);
        float[] memory = new float[32];
        Assert.Contains("7 values are no matrix of 2 x 4", Assert.Throws<ArgumentException>(() => Gemm.Multiply(shape, new float[7], new float[12], new float[6], false, WorkerTeam.One)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Gemm.Multiply(shape, new float[8], new float[11], new float[6], false, WorkerTeam.One));
        Assert.Throws<ArgumentException>(() => Gemm.Multiply(shape, new float[8], new float[12], new float[5], false, WorkerTeam.One));
        Assert.Throws<ArgumentException>(() => Gemm.Multiply(shape, memory.AsSpan(0, 8), new float[12], memory.AsSpan(4, 6), false, WorkerTeam.One));
        Assert.Throws<ArgumentException>(() => Gemm.Multiply(shape with { Rows = -1 }, [], new float[12], [], false, WorkerTeam.One));
        Assert.Throws<ArgumentException>(() => Gemm.Multiply(shape with { Form = (GemmForm)9 }, new float[8], new float[12], new float[6], false, WorkerTeam.One));
        Assert.Throws<ArgumentNullException>(() => Gemm.Multiply(shape, new float[8], new float[12], new float[6], false, null!));
        Assert.Throws<ArgumentException>(() => ScalarGemm.Multiply(shape, new float[7], new float[12], new float[6], false));
        Assert.Throws<ArgumentException>(() => GemmPaths.Multiply(64, shape, (new float[8], new float[12]), new float[6], false, WorkerTeam.One));
    }

    [Fact]
    public void A_second_product_allocates_nothing()
    {
        var shape = new GemmShape(50, 100, 400, GemmForm.TransposedA);
        (float[] a, float[] b, float[] c) = Operands(shape);
        Gemm.Multiply(shape, a, b, c, accumulate: true, WorkerTeam.One);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++) Gemm.Multiply(shape, a, b, c, accumulate: true, WorkerTeam.One);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    internal static float[] Values(int seed, int length)
    {
        var random = new Random(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) values[i] = (2 * random.NextSingle()) - 1;
        return values;
    }

    internal static void AssertClose(float[] expected, float[] actual, int depth, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double tolerance = 2e-7 * (depth + 10);
        for (int i = 0; i < expected.Length; i++)
        {
            if (!(Math.Abs(expected[i] - actual[i]) <= tolerance)) Assert.Fail($"{what}: value {i} is {actual[i]} instead of {expected[i]}.");
        }
    }

    private static (float[] A, float[] B, float[] C) Operands(in GemmShape shape) => (
        Values(1, shape.Rows * shape.Depth), Values(2, shape.Depth * shape.Columns), Values(3, shape.Rows * shape.Columns));
}

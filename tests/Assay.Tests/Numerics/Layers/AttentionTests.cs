using Assay.Numerics.Layers.Attention;
using Assay.Numerics.Layers.Elementary;
using Assay.Numerics.Parallel;

namespace Assay.Tests.Numerics.Layers;

public sealed class AttentionTests
{
    private const double Tolerance = 3e-6;

    public static TheoryData<string> Masks => ["causal", "window", "all", "near", "documents", "encoded", "padded"];

    [Theory]
    [MemberData(nameof(Masks))]
    public void Every_mask_gives_what_the_reference_gives(string mask)
    {
        const int Rows = 150;
        var data = new AttentionData(Rows, Rows, 6, 2, 20);
        KeyRange[] ranges = AttentionData.Mask(mask, Rows);
        (double[] y, double[] sums) = data.Expected(ranges);
        foreach (int bits in LayerData.Paths)
        {
            using VectorPath.Forced forced = VectorPath.Force(bits);
            (float[] actual, float[] actualSums) = data.Forward(ranges, WorkerTeam.One);
            LayerData.Close(y, actual, Tolerance, mask);
            Same(sums, actualSums);
        }
    }

    [Theory]
    [InlineData(1, 1, 1, 1, 1)]
    [InlineData(5, 9, 3, 1, 16)]
    [InlineData(17, 17, 1, 1, 33)]
    [InlineData(33, 70, 4, 4, 64)]
    [InlineData(66, 66, 9, 3, 64)]
    [InlineData(40, 130, 2, 1, 96)]
    [InlineData(20, 64, 2, 2, 128)]
    [InlineData(12, 65, 2, 1, 256)]
    [InlineData(1, 700, 9, 3, 64)]
    [InlineData(2, 257, 4, 1, 33)]
    [InlineData(1, 3, 8, 8, 80)]
    public void Shapes_and_offsets_give_what_the_reference_gives(int rows, int keys, int heads, int kvHeads, int headDim)
    {
        // The last rows of a prompt: what was before them is in the cache.
        var data = new AttentionData(rows, keys, heads, kvHeads, headDim);
        var ranges = new KeyRange[rows];
        KeyRanges.Causal(ranges, keys - rows);
        (double[] y, double[] sums) = data.Expected(ranges);
        foreach (int bits in LayerData.Paths)
        {
            using VectorPath.Forced forced = VectorPath.Force(bits);
            (float[] actual, float[] actualSums) = data.Forward(ranges, WorkerTeam.One);
            LayerData.Close(y, actual, Tolerance);
            Same(sums, actualSums);
        }
    }

    [Theory]
    [InlineData(2, 600)]
    [InlineData(130, 130)]
    public void Threads_do_not_change_a_bit(int rows, int keys)
    {
        var data = new AttentionData(rows, keys, 6, 2, 24);
        var ranges = new KeyRange[rows];
        KeyRanges.Causal(ranges, keys - rows);
        using var team = new WorkerTeam(3);
        (float[] one, float[] oneSums) = data.Forward(ranges, WorkerTeam.One);
        (float[] three, float[] threeSums) = data.Forward(ranges, team);
        Assert.Equal(one, three);
        Assert.Equal(oneSums, threeSums);
    }

    [Fact]
    public void A_prompt_in_pieces_gives_the_bits_of_the_whole()
    {
        const int Rows = 100, Cut = 41;
        var data = new AttentionData(Rows, Rows, 4, 2, 16);
        KeyRange[] ranges = AttentionData.Mask("causal", Rows);
        (float[] whole, _) = data.Forward(ranges, WorkerTeam.One);
        float[] pieces = new float[whole.Length];
        FusedAttention.Forward(data.Shape, new AttentionInputs(data.Query, data.Key, data.Value, ranges.AsSpan(0, Cut)), pieces, [], WorkerTeam.One);
        var rest = new AttentionInputs(data.Query.AsSpan(Cut * data.Shape.QueryStride), data.Key, data.Value, ranges.AsSpan(Cut));
        FusedAttention.Forward(data.Shape, rest, pieces.AsSpan(Cut * data.Shape.OutputStride), [], WorkerTeam.One);
        Assert.Equal(whole, pieces);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void Rows_that_see_nothing_are_zeros_and_bad_numbers_are_not_hidden(int rows)
    {
        var data = new AttentionData(rows, 10, 2, 2, 8);
        (float[] y, float[] sums) = data.Forward(new KeyRange[rows], WorkerTeam.One);
        Assert.All(y, value => Assert.Equal(0, value));
        Assert.All(sums, value => Assert.Equal(float.NegativeInfinity, value));
        data.Key[3 * data.Shape.KeyStride] = float.NaN;
        (y, _) = data.Forward([.. Enumerable.Repeat(new KeyRange(0, 10), rows)], WorkerTeam.One);
        Assert.True(float.IsNaN(y[0]) && !float.IsNaN(y[8]));
    }

    [Fact]
    public void Scores_far_from_zero_neither_overflow_nor_vanish()
    {
        var data = new AttentionData(30, 200, 1, 1, 16);
        for (int i = 0; i < data.Query.Length; i++) data.Query[i] *= 300;
        KeyRange[] ranges = [.. Enumerable.Repeat(new KeyRange(0, 200), 30)];
        LayerData.Close(data.Expected(ranges).Y, data.Forward(ranges, WorkerTeam.One).Y, 2e-3);
    }

    [Fact]
    public void Calls_allocate_nothing()
    {
        var data = new AttentionData(40, 40, 4, 2, 32);
        KeyRange[] ranges = AttentionData.Mask("causal", 40);
        float[] y = new float[40 * data.Shape.OutputStride];
        FusedAttention.Forward(data.Shape, new AttentionInputs(data.Query, data.Key, data.Value, ranges), y, [], WorkerTeam.One);
        FusedAttention.Forward(data.Shape, new AttentionInputs(data.Query, data.Key, data.Value, ranges.AsSpan(39)), y, [], WorkerTeam.One);
        long before = GC.GetAllocatedBytesForCurrentThread();
        FusedAttention.Forward(data.Shape, new AttentionInputs(data.Query, data.Key, data.Value, ranges), y, [], WorkerTeam.One);
        FusedAttention.Forward(data.Shape, new AttentionInputs(data.Query, data.Key, data.Value, ranges.AsSpan(39)), y, [], WorkerTeam.One);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var shape = AttentionShape.Dense(2, 1, 4);
        var two = new KeyRange[] { new(0, 1), new(0, 2) };
        void Call(AttentionShape s, int query, int key, int y, int sums, KeyRange[] ranges) =>
            FusedAttention.Forward(s, new AttentionInputs(new float[query], new float[key], new float[key], ranges), new float[y], new float[sums], WorkerTeam.One);
        Call(shape, 16, 8, 16, 4, two);
        Call(shape, 0, 0, 0, 0, []);
        Assert.Throws<ArgumentException>(() => Call(shape, 15, 8, 16, 4, two));
        Assert.Throws<ArgumentException>(() => Call(shape, 16, 7, 16, 4, two));
        Assert.Throws<ArgumentException>(() => Call(shape, 16, 8, 15, 4, two));
        Assert.Throws<ArgumentException>(() => Call(shape, 16, 8, 16, 3, two));
        Assert.Throws<ArgumentException>(() => Call(shape, 16, 8, 16, 4, [new(0, 1), new(2, 1)]));
        Assert.Throws<ArgumentException>(() => Call(shape, 16, 8, 16, 4, [new(-1, 1), new(0, 2)]));
        Assert.Throws<ArgumentException>(() => Call(AttentionShape.Dense(3, 2, 4), 16, 8, 16, 4, two));
        Assert.Throws<ArgumentException>(() => Call(shape with { Scale = float.NaN }, 16, 8, 16, 4, two));
        Assert.Throws<ArgumentException>(() => Call(shape with { QueryStride = 4 }, 16, 8, 16, 4, two));
    }

    [Fact]
    public void Masks_are_the_ranges_they_are_said_to_be()
    {
        var ranges = new KeyRange[6];
        KeyRanges.Causal(ranges.AsSpan(0, 3), 4, 3);
        Assert.Equal([new(2, 5), new(3, 6), new(4, 7)], ranges[..3]);
        KeyRanges.Bidirectional(ranges, 2);
        Assert.Equal([new(0, 3), new(0, 4), new(0, 5), new(1, 6), new(2, 6), new(3, 6)], ranges);
        KeyRanges.Documents(ranges, [2, 3], causal: true);
        Assert.Equal([new(0, 1), new(0, 2), new(2, 3), new(2, 4), new(2, 5), default], ranges);
        KeyRanges.Padded(ranges, [1, 2], causal: false);
        Assert.Equal([new(0, 1), default, default, new(3, 5), new(3, 5), default], ranges);
        Assert.Throws<ArgumentException>(() => KeyRanges.Documents(ranges, [4, 3], causal: true));
        Assert.Throws<ArgumentException>(() => KeyRanges.Padded(ranges, [1, 4], causal: true));
        Assert.Throws<ArgumentException>(() => KeyRanges.Padded(ranges, [1, 1, 1, 1], causal: true));
        Assert.Throws<ArgumentOutOfRangeException>(() => KeyRanges.Causal(ranges, -1));
    }

    internal static void Same(double[] expected, float[] actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            if (double.IsNegativeInfinity(expected[i])) Assert.Equal(float.NegativeInfinity, actual[i]);
            else Assert.Equal(expected[i], actual[i], 1e-5);
        }
    }
}

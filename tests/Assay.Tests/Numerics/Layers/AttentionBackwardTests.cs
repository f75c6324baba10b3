using Assay.Numerics.Layers.Attention;
using Assay.Numerics.Layers.Elementary;
using Assay.Numerics.Parallel;

namespace Assay.Tests.Numerics.Layers;

public sealed class AttentionBackwardTests
{
    [Theory]
    [InlineData("causal", 1, 1, 5)]
    [InlineData("causal", 4, 2, 4)]
    [InlineData("window", 2, 1, 3)]
    [InlineData("all", 2, 2, 6)]
    [InlineData("documents", 3, 1, 3)]
    [InlineData("padded", 1, 1, 4)]
    public void Slopes_agree_with_finite_differences(string mask, int heads, int kvHeads, int headDim)
    {
        const int Rows = 18;
        var data = new AttentionData(Rows, Rows, heads, kvHeads, headDim);
        KeyRange[] ranges = AttentionData.Mask(mask, Rows);
        double[] query = LayerData.Doubles(data.Query), key = LayerData.Doubles(data.Key), value = LayerData.Doubles(data.Value);
        double Loss()
        {
            // Gaps between rows take no part.
            double[] y = AttentionData.Expected(data.Shape, query, key, value, ranges).Y;
            return LayerData.Dot(y, data.Slope);
        }

        (float[] dq, float[] dk, float[] dv) = Backward(data, ranges, WorkerTeam.One);
        int compared = LayerData.CheckSlopes(query, dq, Loss, 2e-4, "queries") + LayerData.CheckSlopes(key, dk, Loss, 2e-4, "keys") + LayerData.CheckSlopes(value, dv, Loss, 2e-4, "values");
        Assert.Equal(dq.Length + dk.Length + dv.Length, compared);
        Assert.True(compared > 50);
    }

    [Theory]
    [InlineData("causal", 6, 2, 20)]
    [InlineData("near", 2, 1, 33)]
    [InlineData("encoded", 3, 3, 64)]
    [InlineData("causal", 1, 1, 100)]
    public void All_paths_agree_over_many_tiles(string mask, int heads, int kvHeads, int headDim)
    {
        const int Rows = 150;
        var data = new AttentionData(Rows, Rows, heads, kvHeads, headDim);
        KeyRange[] ranges = AttentionData.Mask(mask, Rows);
        (double[] dq, double[] dk, double[] dv) = Expected(data, ranges);
        foreach (int bits in LayerData.Paths)
        {
            using VectorPath.Forced forced = VectorPath.Force(bits);
            (float[] actualQuery, float[] actualKey, float[] actualValue) = Backward(data, ranges, WorkerTeam.One);
            LayerData.Close(dq, actualQuery, 3e-5, "queries");
            LayerData.Close(dk, actualKey, 3e-5, "keys");
            LayerData.Close(dv, actualValue, 3e-5, "values");
        }
    }

    [Fact]
    public void Threads_do_not_change_a_bit_and_calls_allocate_nothing()
    {
        var data = new AttentionData(140, 140, 6, 2, 24);
        KeyRange[] ranges = AttentionData.Mask("causal", 140);
        using var team = new WorkerTeam(3);
        (float[] dq, float[] dk, float[] dv) = Backward(data, ranges, WorkerTeam.One);
        (float[] Query, float[] Key, float[] Value) three = Backward(data, ranges, team);
        Assert.Equal(dq, three.Query);
        Assert.Equal(dk, three.Key);
        Assert.Equal(dv, three.Value);
        (float[] y, float[] sums) = data.Forward(ranges, WorkerTeam.One);
        long before = GC.GetAllocatedBytesForCurrentThread();
        FusedAttention.Backward(data.Shape, new AttentionInputs(data.Query, data.Key, data.Value, ranges), y, sums, data.Slope, new AttentionSlopes(dq, dk, dv), WorkerTeam.One);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var shape = AttentionShape.Dense(1, 1, 2);
        var ranges = new KeyRange[] { new(0, 1), new(0, 2) };
        void Call(int y, int sums, int dy, int dq, int dk, int dv) => FusedAttention.Backward(shape, new AttentionInputs(new float[4], new float[4], new float[4], ranges),
            new float[y], new float[sums], new float[dy], new AttentionSlopes(new float[dq], new float[dk], new float[dv]), WorkerTeam.One);
        Call(4, 2, 4, 4, 4, 4);
        Assert.Throws<ArgumentException>(() => Call(3, 2, 4, 4, 4, 4));
        Assert.Throws<ArgumentException>(() => Call(4, 1, 4, 4, 4, 4));
        Assert.Throws<ArgumentException>(() => Call(4, 2, 3, 4, 4, 4));
        Assert.Throws<ArgumentException>(() => Call(4, 2, 4, 3, 4, 4));
        Assert.Throws<ArgumentException>(() => Call(4, 2, 4, 4, 3, 4));
        Assert.Throws<ArgumentException>(() => Call(4, 2, 4, 4, 4, 3));
        Assert.Throws<ArgumentException>(() => Call(4, 2, 4, 4, 6, 6));
    }

    private static (float[] Query, float[] Key, float[] Value) Backward(AttentionData data, KeyRange[] ranges, WorkerTeam team)
    {
        (float[] y, float[] sums) = data.Forward(ranges, team);
        float[] dq = new float[data.Query.Length], dk = new float[data.Key.Length], dv = new float[data.Value.Length];

        // Filled with what must be overwritten, but for the gaps between rows.
        Fill(dq, data.Shape.QueryStride, data.Shape.Heads * data.Shape.HeadDim);
        Fill(dk, data.Shape.KeyStride, data.Shape.KvHeads * data.Shape.HeadDim);
        Fill(dv, data.Shape.KeyStride, data.Shape.KvHeads * data.Shape.HeadDim);
        FusedAttention.Backward(data.Shape, new AttentionInputs(data.Query, data.Key, data.Value, ranges), y, sums, data.Slope, new AttentionSlopes(dq, dk, dv), team);
        return (dq, dk, dv);
    }

    private static void Fill(float[] values, int stride, int used)
    {
        for (int i = 0; i < values.Length; i++) values[i] = i % stride < used ? 7 : 0;
    }

    // The chain rule through the whole matrix of scores, in double precision.
    private static (double[] Query, double[] Key, double[] Value) Expected(AttentionData data, KeyRange[] ranges)
    {
        AttentionShape shape = data.Shape;
        double[] dq = new double[data.Query.Length], dk = new double[data.Key.Length], dv = new double[data.Value.Length];
        (double[] y, double[] sums) = data.Expected(ranges);
        for (int row = 0; row < ranges.Length; row++)
        {
            for (int head = 0; head < shape.Heads; head++)
            {
                int q = (row * shape.QueryStride) + (head * shape.HeadDim), o = (row * shape.OutputStride) + (head * shape.HeadDim), kvHead = head / (shape.Heads / shape.KvHeads);
                double product = 0;
                for (int d = 0; d < shape.HeadDim; d++) product += y[o + d] * data.Slope[o + d];
                for (int key = ranges[row].From; key < ranges[row].To; key++)
                {
                    int k = (key * shape.KeyStride) + (kvHead * shape.HeadDim);
                    double score = 0, slope = 0;
                    for (int d = 0; d < shape.HeadDim; d++)
                    {
                        score += (double)data.Query[q + d] * data.Key[k + d] * shape.Scale;
                        slope += (double)data.Slope[o + d] * data.Value[k + d];
                    }

                    double share = Math.Exp(score - sums[(row * shape.Heads) + head]), along = share * (slope - product) * shape.Scale;
                    for (int d = 0; d < shape.HeadDim; d++)
                    {
                        dq[q + d] += along * data.Key[k + d];
                        dk[k + d] += along * data.Query[q + d];
                        dv[k + d] += share * data.Slope[o + d];
                    }
                }
            }
        }

        return (dq, dk, dv);
    }
}

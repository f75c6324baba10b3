using Assay.Numerics.Layers.Attention;
using Assay.Numerics.Layers.Attention.Reference;
using Assay.Numerics.Parallel;

namespace Assay.Tests.Numerics.Layers;

/// <summary>Random queries, keys and values with gaps between their rows, and the reference's results.</summary>
internal sealed class AttentionData
{
    public AttentionData(int rows, int keys, int heads, int kvHeads, int headDim, int seed = 1)
    {
        var random = new Random(seed);
        Rows = rows;
        Shape = new AttentionShape(heads, kvHeads, headDim, (heads * headDim) + 3, (kvHeads * headDim) + 5, (heads * headDim) + 1, 1.3f / MathF.Sqrt(headDim));
        Query = LayerData.Floats(random, Math.Max(1, rows) * Shape.QueryStride, 2);
        Key = LayerData.Floats(random, Math.Max(1, keys) * Shape.KeyStride, 2);
        Value = LayerData.Floats(random, Math.Max(1, keys) * Shape.KeyStride);
        Slope = LayerData.Floats(random, Math.Max(1, rows) * Shape.OutputStride);
    }

    public int Rows { get; }

    public AttentionShape Shape { get; }

    public float[] Query { get; }

    public float[] Key { get; }

    public float[] Value { get; }

    public float[] Slope { get; }

    public (float[] Y, float[] LogSums) Forward(KeyRange[] ranges, WorkerTeam team)
    {
        float[] y = new float[Math.Max(1, Rows) * Shape.OutputStride], sums = new float[Rows * Shape.Heads];
        FusedAttention.Forward(Shape, new AttentionInputs(Query, Key, Value, ranges), y, sums, team);
        return (y, sums);
    }

    public (double[] Y, double[] LogSums) Expected(KeyRange[] ranges) => Expected(Shape, LayerData.Doubles(Query), LayerData.Doubles(Key), LayerData.Doubles(Value), ranges);

    public static (double[] Y, double[] LogSums) Expected(AttentionShape shape, double[] query, double[] key, double[] value, KeyRange[] ranges)
    {
        double[] y = new double[Math.Max(1, ranges.Length) * shape.OutputStride], sums = new double[ranges.Length * shape.Heads];
        for (int row = 0; row < ranges.Length; row++)
        {
            for (int head = 0; head < shape.Heads; head++)
            {
                int from = (ranges[row].From * shape.KeyStride) + (head / (shape.Heads / shape.KvHeads) * shape.HeadDim);
                sums[(row * shape.Heads) + head] = ScalarAttention.Forward(query.AsSpan((row * shape.QueryStride) + (head * shape.HeadDim), shape.HeadDim), key.AsSpan(from), value.AsSpan(from),
                    ranges[row].To - ranges[row].From, shape.KeyStride, shape.Scale, y.AsSpan((row * shape.OutputStride) + (head * shape.HeadDim), shape.HeadDim));
            }
        }

        return (y, sums);
    }

    public static KeyRange[] Mask(string kind, int rows)
    {
        var ranges = new KeyRange[rows];
        switch (kind)
        {
            case "causal": KeyRanges.Causal(ranges, 0); break;
            case "window": KeyRanges.Causal(ranges, 0, 7); break;
            case "all": KeyRanges.Bidirectional(ranges); break;
            case "near": KeyRanges.Bidirectional(ranges, 5); break;
            case "documents": KeyRanges.Documents(ranges, [rows / 3, 0, 1, rows / 2], causal: true); break;
            case "encoded": KeyRanges.Documents(ranges, [rows / 3, rows / 2], causal: false, 9); break;
            case "padded": KeyRanges.Padded(ranges, [rows / 2, rows / 3], causal: false); break;
            default: throw new ArgumentException(kind);
        }

        return ranges;
    }
}

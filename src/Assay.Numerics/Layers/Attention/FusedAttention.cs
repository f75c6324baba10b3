using Assay.Numerics.Layers.Elementary;
using Assay.Numerics.Parallel;

namespace Assay.Numerics.Layers.Attention;

/// <summary>
/// Attention without the matrix of scores: <c>y[r,h] = sum_k(p[k] · value[k])</c> with <c>p = softmax_k(scale · query[r,h] · key[k])</c> over the keys that row <c>r</c> sees, block by block with a running softmax.
/// </summary>
/// <remarks>
/// <para>
/// Which keys a row sees is one range (<see cref="KeyRanges"/> makes causal, windowed, padded and block-diagonal masks); a row that sees none gives zeros. Queries may stand anywhere
/// in relation to the keys: a prompt in pieces, and one token at a time. Memory is of the size of the inputs. docs/design/attention.md derives both passes.
/// </para>
/// <para>Dao and others 2022 and 2023. Results do not depend on the number of threads, nor a row's result on the rows it is called with as long as there are more than 8 queries to a key head. Allocates nothing once a thread's scratch memory has grown; safe to call concurrently.</para>
/// </remarks>
public static unsafe class FusedAttention
{
    /// <summary>The results.</summary>
    /// <param name="shape">How the arrays lie.</param>
    /// <param name="inputs">Queries, keys, values, and who sees what.</param>
    /// <param name="y">Results, a row for each range; not the memory of what is read, but for the queries where both lie alike.</param>
    /// <param name="logSums">Takes <c>log(sum_k(e^score))</c> for each row and head, <c>[rows, heads]</c>, for the way back; empty when that is not wanted.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">A length does not match.</exception>
    public static void Forward(in AttentionShape shape, AttentionInputs inputs, Span<float> y, Span<float> logSums, WorkerTeam team)
    {
        inputs.Check(shape);
        int rows = inputs.Ranges.Length;
        shape.CheckRows(nameof(y), y.Length, rows, shape.OutputStride, shape.Heads);
        if (!logSums.IsEmpty) CheckSums(shape, rows, logSums.Length);
        fixed (float* q = inputs.Query, k = inputs.Key, v = inputs.Value, to = y, sums = logSums)
        fixed (KeyRange* seen = inputs.Ranges)
        {
            var call = new AttentionCall { Shape = shape, Query = q, Key = k, Value = v, Output = to, LogSums = sums, Ranges = seen, Rows = rows, Bits = VectorPath.Bits };
            if (call.Lanes <= ForwardSplits.MostLanes)
            {
                var splits = new ForwardSplits { Call = call };
                splits.Run(team);
                return;
            }

            var tiles = new ForwardTiles { Call = call };
            team.Run(ref tiles, tiles.Parts);
        }
    }

    /// <summary>The way back.</summary>
    /// <param name="shape">What the forward pass was given.</param>
    /// <param name="inputs">What the forward pass was given.</param>
    /// <param name="y">The results of the forward pass.</param>
    /// <param name="logSums">The log sums of the forward pass.</param>
    /// <param name="dy">The loss's slope along the results, lying as they do.</param>
    /// <param name="slopes">Takes the slopes along queries, keys and values; not the memory of anything that is read.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">A length does not match.</exception>
    public static void Backward(
        in AttentionShape shape, AttentionInputs inputs, ReadOnlySpan<float> y, ReadOnlySpan<float> logSums, ReadOnlySpan<float> dy, AttentionSlopes slopes, WorkerTeam team)
    {
        inputs.Check(shape);
        int rows = inputs.Ranges.Length, keys = shape.RowsIn(slopes.Key.Length, shape.KeyStride, shape.KvHeads);
        shape.CheckRows(nameof(y), y.Length, rows, shape.OutputStride, shape.Heads);
        shape.CheckRows(nameof(dy), dy.Length, rows, shape.OutputStride, shape.Heads);
        CheckSums(shape, rows, logSums.Length);
        shape.CheckRows("query slopes", slopes.Query.Length, rows, shape.QueryStride, shape.Heads);
        foreach (KeyRange range in inputs.Ranges)
        {
            if (range.To > keys) throw new ArgumentException($"A row sees keys up to {range.To}, and there is room for slopes of {keys}.", nameof(slopes));
        }

        shape.CheckRows("keys with slopes", inputs.Key.Length, keys, shape.KeyStride, shape.KvHeads);
        shape.CheckRows("values with slopes", inputs.Value.Length, keys, shape.KeyStride, shape.KvHeads);
        shape.CheckRows("value slopes", slopes.Value.Length, keys, shape.KeyStride, shape.KvHeads);
        fixed (float* q = inputs.Query, k = inputs.Key, v = inputs.Value, result = y, sums = logSums, slope = dy, dq = slopes.Query, dk = slopes.Key, dv = slopes.Value)
        fixed (KeyRange* seen = inputs.Ranges)
        {
            var tiles = new BackwardTiles
            {
                Call = new AttentionCall
                {
                    Shape = shape, Query = q, Key = k, Value = v, Output = result, LogSums = sums, Ranges = seen, Rows = rows, Bits = VectorPath.Bits,
                    OutputSlope = slope, QuerySlope = dq, KeySlope = dk, ValueSlope = dv, Keys = keys,
                },
            };
            tiles.Run(team);
        }
    }

    private static void CheckSums(in AttentionShape shape, int rows, int length)
    {
        if (length != (long)rows * shape.Heads) throw new ArgumentException($"{length} log sums do not match {rows} rows with {shape.Heads} heads.", nameof(length));
    }
}

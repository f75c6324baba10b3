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
    /// <param name="query">Queries, a row for each range.</param>
    /// <param name="key">Keys, from position 0 on.</param>
    /// <param name="value">Values, from position 0 on.</param>
    /// <param name="ranges">The keys that each row sees.</param>
    /// <param name="y">Results, a row for each range; not the memory of what is read, but for <paramref name="query"/> where both lie alike.</param>
    /// <param name="logSums">Takes <c>log(sum_k(e^score))</c> for each row and head, <c>[rows, heads]</c>, for the way back; empty when that is not wanted.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">A length does not match.</exception>
    public static void Forward(
        in AttentionShape shape, ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, ReadOnlySpan<KeyRange> ranges, Span<float> y, Span<float> logSums, WorkerTeam team)
    {
        int keys = CheckRanges(ranges);
        shape.Check();
        shape.CheckRows(nameof(query), query.Length, ranges.Length, shape.QueryStride, shape.Heads);
        shape.CheckRows(nameof(key), key.Length, keys, shape.KeyStride, shape.KvHeads);
        shape.CheckRows(nameof(value), value.Length, keys, shape.KeyStride, shape.KvHeads);
        shape.CheckRows(nameof(y), y.Length, ranges.Length, shape.OutputStride, shape.Heads);
        if (!logSums.IsEmpty && logSums.Length != (long)ranges.Length * shape.Heads) throw new ArgumentException($"There is room for {logSums.Length} sums of {ranges.Length} rows with {shape.Heads} heads.", nameof(logSums));
        fixed (float* q = query, k = key, v = value, to = y, sums = logSums)
        fixed (KeyRange* seen = ranges)
        {
            var call = new AttentionCall { Shape = shape, Query = q, Key = k, Value = v, Output = to, LogSums = sums, Ranges = seen, Rows = ranges.Length, Bits = VectorPath.Bits };
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

    // The number of keys that the ranges need.
    private static int CheckRanges(ReadOnlySpan<KeyRange> ranges)
    {
        int keys = 0;
        foreach (KeyRange range in ranges)
        {
            if (range.From < 0 || range.To < range.From) throw new ArgumentException($"A row cannot see keys {range.From} to {range.To}.", nameof(ranges));
            keys = Math.Max(keys, range.To);
        }

        return keys;
    }
}

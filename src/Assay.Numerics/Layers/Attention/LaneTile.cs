using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Assay.Numerics.Layers.Elementary;

namespace Assay.Numerics.Layers.Attention;

/// <summary>
/// A few query rows of the heads that share keys and values, turned on their side: each is a lane of the vectors, so that sums and maxima over keys are taken lane by lane, and keys
/// and values are read where they lie.
/// </summary>
internal readonly unsafe struct LaneTile
{
    /// <summary>Lanes of a full tile.</summary>
    public const int Size = 64;

    private readonly int first;

    /// <summary>A tile.</summary>
    /// <param name="call">The arrays.</param>
    /// <param name="kvHead">The head of keys and values.</param>
    /// <param name="number">Which tile of its lanes.</param>
    /// <param name="step">What the number of lanes is rounded up to.</param>
    public LaneTile(in AttentionCall call, int kvHead, int number, int step)
    {
        KvHead = kvHead;
        first = number * Size;
        Used = Math.Min(Size, call.Lanes - first);
        Lanes = (Used + step - 1) / step * step;
        int from = int.MaxValue, to = 0;
        FullFrom = 0;
        FullTo = int.MaxValue;
        for (int row = first / call.Shape.Group; row <= (first + Used - 1) / call.Shape.Group; row++)
        {
            KeyRange range = call.Ranges[row];
            FullFrom = Math.Max(FullFrom, range.From);
            FullTo = Math.Min(FullTo, range.To);
            if (range.From == range.To) continue;
            from = Math.Min(from, range.From);
            to = Math.Max(to, range.To);
        }

        From = Math.Min(from, to);
        To = to;
    }

    public int KvHead { get; }

    /// <summary>Lanes that hold a query; those after them hold zeros.</summary>
    public int Used { get; }

    /// <summary>Lanes, a multiple of a vector.</summary>
    public int Lanes { get; }

    /// <summary>The first key that any lane sees.</summary>
    public int From { get; }

    /// <summary>The key after the last that any lane sees.</summary>
    public int To { get; }

    /// <summary>All lanes see the keys from here.</summary>
    public int FullFrom { get; }

    /// <summary>All lanes see the keys up to here, this one not included.</summary>
    public int FullTo { get; }

    public int Row(in AttentionCall call, int lane) => (first + lane) / call.Shape.Group;

    public int Head(in AttentionCall call, int lane) => (KvHead * call.Shape.Group) + ((first + lane) % call.Shape.Group);

    /// <summary>Rows to lanes: <c>to[d, lane] = from[row, head, d] · scale</c>; 0 in the lanes that hold no query.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Gather(in AttentionCall call, float* from, nint stride, float scale, float* to)
    {
        int dim = call.Shape.HeadDim, lane = 0;
        for (; Sse.IsSupported && lane <= Used - 4; lane += 4)
        {
            float* row0 = Values(call, from, stride, lane), row1 = Values(call, from, stride, lane + 1), row2 = Values(call, from, stride, lane + 2), row3 = Values(call, from, stride, lane + 3), column = to + lane;
            Vector128<float> factor = Vector128.Create(scale);
            int d = 0;
            for (; d <= dim - 4; d += 4, column += 4 * Lanes)
            {
                Vector128<float> a = Vector128.Load(row0 + d) * factor, b = Vector128.Load(row1 + d) * factor, c = Vector128.Load(row2 + d) * factor, e = Vector128.Load(row3 + d) * factor;
                Transpose(ref a, ref b, ref c, ref e);
                a.Store(column);
                b.Store(column + Lanes);
                c.Store(column + (2 * Lanes));
                e.Store(column + (3 * Lanes));
            }

            for (; d < dim; d++, column += Lanes) (column[0], column[1], column[2], column[3]) = (row0[d] * scale, row1[d] * scale, row2[d] * scale, row3[d] * scale);
        }

        for (; lane < Used; lane++)
        {
            float* values = Values(call, from, stride, lane), column = to + lane;
            for (int d = 0; d < dim; d++, column += Lanes) *column = values[d] * scale;
        }

        if (Used == Lanes) return;
        for (int d = 0; d < dim; d++) new Span<float>(to + (d * (nint)Lanes) + Used, Lanes - Used).Clear();
    }

    /// <summary>Lanes to rows: <c>to[row, head, d] = from[d, lane] · factors[lane]</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Scatter(in AttentionCall call, float* from, float* factors, float* to, nint stride)
    {
        int dim = call.Shape.HeadDim, lane = 0;
        for (; Sse.IsSupported && lane <= Used - 4; lane += 4)
        {
            float* row0 = Values(call, to, stride, lane), row1 = Values(call, to, stride, lane + 1), row2 = Values(call, to, stride, lane + 2), row3 = Values(call, to, stride, lane + 3), column = from + lane;
            Vector128<float> factor = Vector128.Load(factors + lane);
            int d = 0;
            for (; d <= dim - 4; d += 4, column += 4 * Lanes)
            {
                Vector128<float> a = Vector128.Load(column) * factor, b = Vector128.Load(column + Lanes) * factor, c = Vector128.Load(column + (2 * Lanes)) * factor, e = Vector128.Load(column + (3 * Lanes)) * factor;
                Transpose(ref a, ref b, ref c, ref e);
                a.Store(row0 + d);
                b.Store(row1 + d);
                c.Store(row2 + d);
                e.Store(row3 + d);
            }

            for (; d < dim; d++, column += Lanes) (row0[d], row1[d], row2[d], row3[d]) = (column[0] * factors[lane], column[1] * factors[lane + 1], column[2] * factors[lane + 2], column[3] * factors[lane + 3]);
        }

        for (; lane < Used; lane++)
        {
            float* values = Values(call, to, stride, lane), column = from + lane;
            for (int d = 0; d < dim; d++, column += Lanes) values[d] = *column * factors[lane];
        }
    }

    /// <summary>The values of a lane's row and head.</summary>
    public float* Values(in AttentionCall call, float* rows, nint stride, int lane) => rows + (Row(call, lane) * stride) + ((nint)Head(call, lane) * call.Shape.HeadDim);

    /// <summary>Whether all lanes see all keys of a block.</summary>
    public bool SeesAll(int firstKey, int count) => FullFrom <= firstKey && FullTo >= firstKey + count;

    /// <summary>The keys of a block that each lane sees, counted from the block's first.</summary>
    public void Bounds(in AttentionCall call, int firstKey, int count, float* from, float* to)
    {
        for (int lane = 0; lane < Lanes; lane++)
        {
            KeyRange range = lane < Used ? call.Ranges[Row(call, lane)] : default;
            from[lane] = Math.Clamp(range.From - firstKey, 0, count);
            to[lane] = Math.Clamp(range.To - firstKey, 0, count);
        }
    }

    /// <summary>Sets the scores that a lane does not see to minus infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Mask<S, V>(float* scores, int count, float* from, float* to)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        V never = S.All(float.NegativeInfinity);
        for (nint lane = 0; lane < Lanes; lane += S.Count)
        {
            V low = S.Load(from + lane), high = S.Load(to + lane);
            float* score = scores + lane;
            for (int key = 0; key < count; key++, score += Lanes)
            {
                V place = S.All(key);
                S.Store(S.Choose(S.Less(place, low), never, S.Choose(S.Less(place, high), S.Load(score), never)), score);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(ref Vector128<float> a, ref Vector128<float> b, ref Vector128<float> c, ref Vector128<float> d)
    {
        Vector128<float> abLow = Sse.UnpackLow(a, b), cdLow = Sse.UnpackLow(c, d), abHigh = Sse.UnpackHigh(a, b), cdHigh = Sse.UnpackHigh(c, d);
        a = Sse.MoveLowToHigh(abLow, cdLow);
        b = Sse.MoveHighToLow(cdLow, abLow);
        c = Sse.MoveLowToHigh(abHigh, cdHigh);
        d = Sse.MoveHighToLow(cdHigh, abHigh);
    }
}

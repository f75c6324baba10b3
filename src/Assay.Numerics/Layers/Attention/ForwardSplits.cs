using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Assay.Numerics.Layers.Elementary;
using Assay.Numerics.Memory;
using Assay.Numerics.Parallel;

namespace Assay.Numerics.Layers.Attention;

/// <summary>
/// Attention of a query row or a few: generation, which reads all keys and values for one token. A part is one row and a few stretches of positions, whose
/// keys and values are read from end to end, all heads of a position together; the stretches are put together afterwards, in their order. Their length is fixed, so the result does not
/// depend on the number of threads.
/// </summary>
internal unsafe struct ForwardSplits : IParts
{
    /// <summary>More queries to a head of keys than this go by tiles.</summary>
    public const int MostLanes = 8;

    private const int Stretch = 128, KeyBlock = 16;

    // How far ahead keys are fetched, and values a block ahead: the processor's own fetching does not follow heads across rows, and 11 GB/s of 40 were read.
    private const int AheadBytes = 8192;

    private const int LineValues = Cache.Line / sizeof(float), PartsOfThread = 8, MostTogether = 8;

    public AttentionCall Call;

    /// <summary>For each row, stretch and head: the largest score, the sum of the exponentials, and the weighted sum of values.</summary>
    private float* partials;

    private int stretches, together, parts;

    private readonly int Record => Call.Shape.HeadDim + 2;

    // What a stretch writes begins on a cache line: another thread writes the stretch beside it at the same time.
    private readonly int StretchRecord => ((Call.Shape.Heads * Record) + LineValues - 1) / LineValues * LineValues;

    public void Run(WorkerTeam team)
    {
        int longest = 0;
        for (int row = 0; row < Call.Rows; row++) longest = Math.Max(longest, Call.Ranges[row].To - Call.Ranges[row].From);
        stretches = Math.Max(1, (longest + Stretch - 1) / Stretch);
        partials = Workspace.OfCall((long)Call.Rows * stretches * StretchRecord);
        together = Math.Clamp(stretches * Call.Rows / (PartsOfThread * team.Threads), 1, MostTogether);
        parts = (stretches + together - 1) / together;
        team.Run(ref this, Call.Rows * parts);
        for (int row = 0; row < Call.Rows; row++)
        {
            for (int head = 0; head < Call.Shape.Heads; head++) Merge(row, head);
        }
    }

    public readonly void Do(int part)
    {
        int row = part / parts, first = part % parts * together, end = Math.Min(first + together, stretches);
        for (int stretch = first; stretch < end; stretch++)
        {
            switch (Call.Bits)
            {
                case 512: Do<Simd512, Vector512<float>>(row, stretch); break;
                case 256: Do<Simd256, Vector256<float>>(row, stretch); break;
                case 128: Do<Simd128, Vector128<float>>(row, stretch); break;
                default: Do<SimdSingle, float>(row, stretch); break;
            }
        }
    }

    private readonly float* Partial(int row, int head, int stretch) => partials + ((((nint)row * stretches) + stretch) * StretchRecord) + ((nint)head * Record);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Do<S, V>(int row, int stretch)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        KeyRange range = Call.Ranges[row];
        int heads = Call.Shape.Heads, group = Call.Shape.Group, dim = Call.Shape.HeadDim, from = Math.Min(range.From + (stretch * Stretch), range.To), count = Math.Min(Stretch, range.To - from);
        nint stride = Call.Shape.KeyStride;
        float* keys = Call.Key + (from * stride), values = Call.Value + (from * stride), query = Call.Query + ((nint)row * Call.Shape.QueryStride), scores = Workspace.OfPart(heads * Stretch);
        nint rowBytes = stride * sizeof(float), share = ((KeyBlock * rowBytes) + heads - 1) / heads;
        Cache.Prefetch(keys, AheadBytes);
        for (int key = 0; key < count; key += 4)
        {
            Cache.Prefetch((byte*)(keys + (key * stride)) + AheadBytes, 4 * rowBytes);
            for (int head = 0; head < heads; head++)
                Score<S, V>(keys + (key * stride) + ((nint)(head / group) * dim), stride, query + ((nint)head * dim), dim, Math.Min(4, count - key), scores + (head * Stretch) + key);
        }

        for (int head = 0; head < heads; head++)
        {
            float* partial = Partial(row, head, stretch);
            Cache.Prefetch((byte*)values + (head * share), share);
            Soften<S, V>(scores + (head * Stretch), count, Call.Shape.Scale, partial);
            new Span<float>(partial + 2, dim).Clear();
        }

        for (int key = 0; key < count; key += KeyBlock)
        {
            for (int head = 0; head < heads; head++)
            {
                Cache.Prefetch((byte*)(values + ((key + KeyBlock) * stride)) + (head * share), share);
                Weigh<S, V>(values + (key * stride) + ((nint)(head / group) * dim), stride, scores + (head * Stretch) + key, Math.Min(KeyBlock, count - key), Partial(row, head, stretch) + 2, dim);
            }
        }
    }

    // Inner products of one query with up to four keys; writes four.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Score<S, V>(float* keys, nint stride, float* query, int dim, int count, float* scores)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        // Fewer than four: the last is taken again, and nobody looks at what comes after.
        float* k0 = keys, k1 = keys + (Math.Min(1, count - 1) * stride), k2 = keys + (Math.Min(2, count - 1) * stride), k3 = keys + ((count - 1) * stride);
        V s0 = S.All(0f), s1 = s0, s2 = s0, s3 = s0;
        int d = 0;
        for (; d <= dim - S.Count; d += S.Count)
        {
            V q = S.Load(query + d);
            s0 = S.MultiplyAdd(q, S.Load(k0 + d), s0);
            s1 = S.MultiplyAdd(q, S.Load(k1 + d), s1);
            s2 = S.MultiplyAdd(q, S.Load(k2 + d), s2);
            s3 = S.MultiplyAdd(q, S.Load(k3 + d), s3);
        }

        Vector128<float> sums = S.Sums(s0, s1, s2, s3);
        for (; d < dim; d++) sums += query[d] * Vector128.Create(k0[d], k1[d], k2[d], k3[d]);
        sums.Store(scores);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Soften<S, V>(float* scores, int count, float scale, float* partial)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        float largest = float.NegativeInfinity, sum = 0;
        int done = 0;
        V factor = S.All(scale), most = S.All(float.NegativeInfinity);
        for (; done <= count - S.Count; done += S.Count)
        {
            V score = S.Multiply(S.Load(scores + done), factor);
            S.Store(score, scores + done);
            most = S.Max(most, score);
        }

        float* lanes = stackalloc float[Vector512<float>.Count];
        S.Store(most, lanes);
        for (int i = 0; i < S.Count; i++) largest = largest > lanes[i] ? largest : lanes[i];
        for (; done < count; done++)
        {
            scores[done] *= scale;
            largest = largest > scores[done] ? largest : scores[done];
        }

        V reference = S.All(largest);
        done = 0;
        for (; done <= count - S.Count; done += S.Count)
        {
            V share = ElementaryVectors.Exp<S, V>(S.Subtract(S.Load(scores + done), reference));
            S.Store(share, scores + done);
            sum += S.Sum(share);
        }

        for (; done < count; done++) sum += scores[done] = ElementaryVectors.Exp<SimdSingle, float>(scores[done] - largest);
        partial[0] = largest;
        partial[1] = sum;
    }

    // Adds up to sixteen values by their shares.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Weigh<S, V>(float* values, nint stride, float* shares, int count, float* sums, int dim)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        int d = 0;
        for (; d <= dim - (4 * S.Count); d += 4 * S.Count)
        {
            float* value = values + d, sum = sums + d;
            V s0 = S.Load(sum), s1 = S.Load(sum + S.Count), s2 = S.Load(sum + (2 * S.Count)), s3 = S.Load(sum + (3 * S.Count));
            for (int key = 0; key < count; key++, value += stride)
            {
                V share = S.All(shares[key]);
                s0 = S.MultiplyAdd(share, S.Load(value), s0);
                s1 = S.MultiplyAdd(share, S.Load(value + S.Count), s1);
                s2 = S.MultiplyAdd(share, S.Load(value + (2 * S.Count)), s2);
                s3 = S.MultiplyAdd(share, S.Load(value + (3 * S.Count)), s3);
            }

            S.Store(s0, sum);
            S.Store(s1, sum + S.Count);
            S.Store(s2, sum + (2 * S.Count));
            S.Store(s3, sum + (3 * S.Count));
        }

        for (; d <= dim - S.Count; d += S.Count)
        {
            V sum = S.Load(sums + d);
            for (int key = 0; key < count; key++) sum = S.MultiplyAdd(S.All(shares[key]), S.Load(values + (key * stride) + d), sum);
            S.Store(sum, sums + d);
        }

        for (; d < dim; d++)
        {
            for (int key = 0; key < count; key++) sums[d] = MathF.FusedMultiplyAdd(shares[key], values[(key * stride) + d], sums[d]);
        }
    }

    private readonly void Merge(int row, int head)
    {
        int dim = Call.Shape.HeadDim;
        float largest = float.NegativeInfinity, sum = 0;
        for (int i = 0; i < stretches; i++) largest = largest > Partial(row, head, i)[0] ? largest : Partial(row, head, i)[0];
        float* y = Call.Output + ((nint)row * Call.Shape.OutputStride) + ((nint)head * dim);
        var result = new Span<float>(y, dim);
        result.Clear();
        for (int i = 0; i < stretches; i++)
        {
            float* partial = Partial(row, head, i);
            if (partial[1] == 0) continue;
            float factor = MathF.Exp(partial[0] - largest);
            sum = MathF.FusedMultiplyAdd(partial[1], factor, sum);
            switch (Call.Bits)
            {
                case 512: Weigh<Simd512, Vector512<float>>(partial + 2, 0, &factor, 1, y, dim); break;
                case 256: Weigh<Simd256, Vector256<float>>(partial + 2, 0, &factor, 1, y, dim); break;
                case 128: Weigh<Simd128, Vector128<float>>(partial + 2, 0, &factor, 1, y, dim); break;
                default: Weigh<SimdSingle, float>(partial + 2, 0, &factor, 1, y, dim); break;
            }
        }

        if (Call.LogSums != null) Call.LogSums[((nint)row * Call.Shape.Heads) + head] = largest + MathF.Log(sum);
        if (sum == 0) return;
        for (int d = 0; d < dim; d++) result[d] /= sum;
    }
}

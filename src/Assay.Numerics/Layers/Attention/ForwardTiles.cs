using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Assay.Numerics.Layers.Elementary;
using Assay.Numerics.Parallel;

namespace Assay.Numerics.Layers.Attention;

/// <summary>Attention of many query rows: a part is one tile of lanes, which goes through its keys block by block and keeps the softmax running (docs/design/attention.md).</summary>
internal unsafe struct ForwardTiles : IParts
{
    /// <summary>Keys of a block; blocks start at its multiples, whatever a row sees, so that a row's result does not depend on the rows beside it.</summary>
    public const int KeyBlock = 64;

    public AttentionCall Call;

    /// <summary>Number of parts.</summary>
    public readonly int Parts => Call.Shape.KvHeads * TilesOfHead;

    private readonly int TilesOfHead => (Call.Lanes + LaneTile.Size - 1) / LaneTile.Size;

    public readonly void Do(int part)
    {
        // The last tiles see the most keys; first begun, they leave no thread alone at the end.
        int tile = TilesOfHead - 1 - (part / Call.Shape.KvHeads), kvHead = part % Call.Shape.KvHeads;
        switch (Call.Bits)
        {
            case 512: Do<Simd512, Vector512<float>>(kvHead, tile); break;
            case 256: Do<Simd256, Vector256<float>>(kvHead, tile); break;
            case 128: Do<Simd128, Vector128<float>>(kvHead, tile); break;
            default: Do<SimdSingle, float>(kvHead, tile); break;
        }
    }

    private readonly void Do<S, V>(int kvHead, int number)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        var tile = new LaneTile(Call, kvHead, number, S.Count);
        int dim = Call.Shape.HeadDim;
        nint lanes = tile.Lanes, stride = Call.Shape.KeyStride;
        float* query = Workspace.OfPart(((2 * dim) + KeyBlock + 5) * LaneTile.Size), result = query + (dim * LaneTile.Size), scores = result + (dim * LaneTile.Size);
        float* largest = scores + (KeyBlock * LaneTile.Size), sums = largest + LaneTile.Size, factors = sums + LaneTile.Size, low = factors + LaneTile.Size, high = low + LaneTile.Size;
        tile.Gather(Call, Call.Query, Call.Shape.QueryStride, Call.Shape.Scale, query);
        new Span<float>(result, dim * (int)lanes).Clear();
        new Span<float>(largest, (int)lanes).Fill(float.NegativeInfinity);
        new Span<float>(sums, (int)lanes).Clear();
        for (int block = tile.From / KeyBlock * KeyBlock; block < tile.To; block += KeyBlock)
        {
            // A block begins where all blocks do, but what lies before the first key is not read.
            int first = Math.Max(block, tile.From), count = Math.Min(block + KeyBlock, tile.To) - first;
            float* keys = Call.Key + (first * stride) + ((nint)kvHead * dim), values = Call.Value + (first * stride) + ((nint)kvHead * dim);
            LaneProduct.Run<S, V>(keys, stride, 1, query, scores, count, dim, lanes, add: false);
            if (!tile.SeesAll(first, count))
            {
                tile.Bounds(Call, first, count, low, high);
                tile.Mask<S, V>(scores, count, low, high);
            }

            if (Soften<S, V>(scores, count, lanes, largest, sums, factors)) Rescale<S, V>(result, dim, lanes, factors);
            LaneProduct.Run<S, V>(values, 1, stride, scores, result, dim, count, lanes, add: true);
        }

        Finish(tile, result, largest, sums, factors);
    }

    // Scores become shares of the running maximum's exponential; answers whether what was added up before has to be rescaled.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool Soften<S, V>(float* scores, int count, nint lanes, float* largest, float* sums, float* factors)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        float changed = 0;
        V never = S.All(float.NegativeInfinity);
        for (nint lane = 0; lane < lanes; lane += S.Count)
        {
            float* score = scores + lane;
            V before = S.Load(largest + lane), top = before;
            for (int key = 0; key < count; key++, score += lanes) top = S.Max(top, S.Load(score));

            // A lane that has seen no key yet: its scores are all minus infinity, and must not be subtracted from each other.
            V reference = S.Choose(S.Less(never, top), top, S.All(0f)), sum = S.All(0f);
            score = scores + lane;
            for (int key = 0; key < count; key++, score += lanes)
            {
                V share = ElementaryVectors.Exp<S, V>(S.Subtract(S.Load(score), reference));
                S.Store(share, score);
                sum = S.Add(sum, share);
            }

            V factor = ElementaryVectors.Exp<S, V>(S.Subtract(before, reference));
            changed += S.Sum(S.Choose(S.Less(before, top), S.All(1f), S.All(0f)));
            S.Store(S.MultiplyAdd(S.Load(sums + lane), factor, sum), sums + lane);
            S.Store(top, largest + lane);
            S.Store(factor, factors + lane);
        }

        return changed > 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rescale<S, V>(float* result, int dim, nint lanes, float* factors)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        for (nint lane = 0; lane < lanes; lane += S.Count)
        {
            V factor = S.Load(factors + lane);
            float* at = result + lane;
            for (int d = 0; d < dim; d++, at += lanes) S.Store(S.Multiply(S.Load(at), factor), at);
        }
    }

    private readonly void Finish(in LaneTile tile, float* result, float* largest, float* sums, float* factors)
    {
        for (int lane = 0; lane < tile.Used; lane++)
        {
            factors[lane] = sums[lane] == 0 ? 0 : 1 / sums[lane];
            if (Call.LogSums != null) Call.LogSums[((nint)tile.Row(Call, lane) * Call.Shape.Heads) + tile.Head(Call, lane)] = largest[lane] + MathF.Log(sums[lane]);
        }

        tile.Scatter(Call, result, factors, Call.Output, Call.Shape.OutputStride);
    }
}

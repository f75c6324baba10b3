using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Assay.Numerics.Layers.Elementary;
using Assay.Numerics.Parallel;

namespace Assay.Numerics.Layers.Attention;

/// <summary>
/// The way back through attention. Shares of the softmax are computed again from scores and their kept log sums, once for the queries' slopes and once for those of keys and values: that is a
/// third more arithmetic than one pass would need, but no two parts add to the same place, so the result does not depend on the number of threads (docs/design/attention.md).
/// </summary>
internal unsafe struct BackwardTiles : IParts
{
    private const int KeyBlock = ForwardTiles.KeyBlock, Size = LaneTile.Size;

    public AttentionCall Call;

    private BackwardPass pass;
    private float* packs;
    private int vectorStep, paddedDim;

    private readonly int TilesOfHead => (Call.Lanes + Size - 1) / Size;

    private readonly int KeyBlocks => (Call.Keys + KeyBlock - 1) / KeyBlock;

    // Of a tile: queries and slopes as lanes and as rows, log sums and products.
    private readonly nint PackLength => Size * (nint)((2 * Call.Shape.HeadDim) + (2 * paddedDim) + 2);

    public void Run(WorkerTeam team)
    {
        vectorStep = 2 * Math.Max(1, Call.Bits / 32);
        paddedDim = (Call.Shape.HeadDim + vectorStep - 1) / vectorStep * vectorStep;
        packs = Workspace.OfCall(PackLength * Call.Shape.KvHeads * TilesOfHead);
        pass = BackwardPass.Gather;
        team.Run(ref this, Call.Shape.KvHeads * TilesOfHead);
        pass = BackwardPass.Queries;
        team.Run(ref this, Call.Shape.KvHeads * TilesOfHead);
        pass = BackwardPass.Keys;
        team.Run(ref this, Call.Shape.KvHeads * KeyBlocks);
    }

    public readonly void Do(int part)
    {
        switch (Call.Bits)
        {
            case 512: Do<Simd512, Vector512<float>>(part); break;
            case 256: Do<Simd256, Vector256<float>>(part); break;
            case 128: Do<Simd128, Vector128<float>>(part); break;
            default: Do<SimdSingle, float>(part); break;
        }
    }

    private readonly void Do<S, V>(int part)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        int kvHead = part % Call.Shape.KvHeads, number = part / Call.Shape.KvHeads;
        if (pass == BackwardPass.Gather) Gather(Tile(kvHead, number), At(kvHead, number));

        // The last queries see the most keys, and the first keys are seen by the most queries: those first.
        else if (pass == BackwardPass.Queries) Queries<S, V>(kvHead, TilesOfHead - 1 - number);
        else Keys<S, V>(kvHead, number);
    }

    private readonly LaneTile Tile(int kvHead, int number) => new(Call, kvHead, number, vectorStep);

    private readonly TilePack At(int kvHead, int number) => new(packs + ((((nint)kvHead * TilesOfHead) + number) * PackLength), Call.Shape.HeadDim, paddedDim);

    private readonly void Gather(in LaneTile tile, in TilePack pack)
    {
        AttentionShape shape = Call.Shape;
        tile.Gather(Call, Call.Query, shape.QueryStride, shape.Scale, pack.Query);
        tile.Gather(Call, Call.OutputSlope, shape.OutputStride, 1, pack.Slope);
        for (int lane = 0; lane < tile.Lanes; lane++)
        {
            Span<float> query = new(pack.QueryRows + ((nint)lane * paddedDim), paddedDim), slope = new(pack.SlopeRows + ((nint)lane * paddedDim), paddedDim);
            query.Clear();
            slope.Clear();
            pack.LogSums[lane] = pack.Products[lane] = 0;
            if (lane >= tile.Used) continue;
            nint row = tile.Row(Call, lane), head = tile.Head(Call, lane);
            float* from = Call.Query + (row * shape.QueryStride) + (head * shape.HeadDim);
            for (int d = 0; d < shape.HeadDim; d++) query[d] = from[d] * shape.Scale;
            Span<float> y = new(Call.Output + (row * shape.OutputStride) + (head * shape.HeadDim), shape.HeadDim), dy = new(Call.OutputSlope + (row * shape.OutputStride) + (head * shape.HeadDim), shape.HeadDim);
            dy.CopyTo(slope);
            pack.Products[lane] = Vectors.DotProduct.Of(y, dy);

            // A row that sees nothing has a log sum of minus infinity, and all its scores are; they must not be subtracted from each other.
            float logSum = Call.LogSums[(row * shape.Heads) + head];
            pack.LogSums[lane] = float.IsNegativeInfinity(logSum) ? 0 : logSum;
        }
    }

    private readonly void Queries<S, V>(int kvHead, int number)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        LaneTile tile = Tile(kvHead, number);
        TilePack pack = At(kvHead, number);
        int dim = Call.Shape.HeadDim;
        nint lanes = tile.Lanes, stride = Call.Shape.KeyStride;
        float* shares = Workspace.OfPart(((2 * KeyBlock) + dim + 3) * Size), slopes = shares + (KeyBlock * Size), result = slopes + (KeyBlock * Size), bounds = result + (dim * Size);
        new Span<float>(result, dim * (int)lanes).Clear();
        for (int block = tile.From / KeyBlock * KeyBlock; block < tile.To; block += KeyBlock)
        {
            int first = Math.Max(block, tile.From), count = Math.Min(block + KeyBlock, tile.To) - first;
            Scores<S, V>(tile, pack, first, count, shares, slopes, bounds);
            LaneProduct.Run<S, V>(Call.Key + (first * stride) + ((nint)kvHead * dim), 1, stride, slopes, result, dim, count, lanes, add: true);
        }

        float* factors = bounds + (2 * Size);
        new Span<float>(factors, Size).Fill(Call.Shape.Scale);
        tile.Scatter(Call, result, factors, Call.QuerySlope, Call.Shape.QueryStride);
    }

    private readonly void Keys<S, V>(int kvHead, int number)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        int first = number * KeyBlock, count = Math.Min(KeyBlock, Call.Keys - first), dim = Call.Shape.HeadDim;
        float* shares = Workspace.OfPart((((2 * KeyBlock) + 2) * Size) + (2 * KeyBlock * paddedDim)), slopes = shares + (KeyBlock * Size), bounds = slopes + (KeyBlock * Size);
        float* keySlopes = bounds + (2 * Size), valueSlopes = keySlopes + (KeyBlock * paddedDim);
        new Span<float>(keySlopes, 2 * KeyBlock * paddedDim).Clear();
        for (int i = 0; i < TilesOfHead; i++)
        {
            LaneTile tile = Tile(kvHead, i);
            if (tile.To <= first || tile.From >= first + count) continue;
            TilePack pack = At(kvHead, i);
            Scores<S, V>(tile, pack, first, count, shares, slopes, bounds);
            LaneProduct.Run<S, V>(shares, tile.Lanes, 1, pack.SlopeRows, valueSlopes, count, tile.Used, paddedDim, add: true);
            LaneProduct.Run<S, V>(slopes, tile.Lanes, 1, pack.QueryRows, keySlopes, count, tile.Used, paddedDim, add: true);
        }

        for (int key = 0; key < count; key++)
        {
            nint at = ((first + key) * (nint)Call.Shape.KeyStride) + ((nint)kvHead * dim);
            new Span<float>(keySlopes + (key * paddedDim), dim).CopyTo(new Span<float>(Call.KeySlope + at, dim));
            new Span<float>(valueSlopes + (key * paddedDim), dim).CopyTo(new Span<float>(Call.ValueSlope + at, dim));
        }
    }

    // Shares p = e^(score - log sum) and slopes of the scores p · (slope · value - product), both [keys, lanes].
    private readonly void Scores<S, V>(in LaneTile tile, in TilePack pack, int first, int count, float* shares, float* slopes, float* bounds)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        int dim = Call.Shape.HeadDim;
        nint stride = Call.Shape.KeyStride, at = (first * stride) + ((nint)tile.KvHead * dim);
        LaneProduct.Run<S, V>(Call.Key + at, stride, 1, pack.Query, shares, count, dim, tile.Lanes, add: false);
        LaneProduct.Run<S, V>(Call.Value + at, stride, 1, pack.Slope, slopes, count, dim, tile.Lanes, add: false);
        if (!tile.SeesAll(first, count))
        {
            tile.Bounds(Call, first, count, bounds, bounds + Size);
            tile.Mask<S, V>(shares, count, bounds, bounds + Size);
        }

        Slopes<S, V>(shares, slopes, count, tile.Lanes, pack.LogSums, pack.Products);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Slopes<S, V>(float* shares, float* slopes, int count, nint lanes, float* logSums, float* products)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        for (int key = 0; key < count; key++, shares += lanes, slopes += lanes)
        {
            for (nint lane = 0; lane < lanes; lane += S.Count)
            {
                V share = ElementaryVectors.Exp<S, V>(S.Subtract(S.Load(shares + lane), S.Load(logSums + lane)));
                S.Store(share, shares + lane);
                S.Store(S.Multiply(share, S.Subtract(S.Load(slopes + lane), S.Load(products + lane))), slopes + lane);
            }
        }
    }

    /// <summary>Where the pieces of a tile's pack are.</summary>
    private readonly struct TilePack(float* start, int dim, int paddedDim)
    {
        /// <summary><c>[dim, lanes]</c>, multiplied with the scale.</summary>
        public float* Query { get; } = start;

        /// <summary><c>[dim, lanes]</c>.</summary>
        public float* Slope { get; } = start + (Size * (nint)dim);

        /// <summary><c>[lanes, padded dim]</c>, multiplied with the scale.</summary>
        public float* QueryRows { get; } = start + (Size * (nint)(2 * dim));

        /// <summary><c>[lanes, padded dim]</c>.</summary>
        public float* SlopeRows { get; } = start + (Size * (nint)((2 * dim) + paddedDim));

        public float* LogSums { get; } = start + (Size * (nint)((2 * dim) + (2 * paddedDim)));

        public float* Products { get; } = start + (Size * (nint)((2 * dim) + (2 * paddedDim) + 1));
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Assay.Numerics.Layers.Elementary;
using Assay.Numerics.Parallel;

namespace Assay.Numerics.Layers.Attention;

/// <summary>
/// The way back through attention, in one pass. Keys are cut into pieces; a part takes one of them through the queries that see it, keeps its slopes along keys and values to itself, and puts down what it gives to
/// those along queries. These are added up afterwards, in the order of the pieces: no two parts add to the same place, so the result does not depend on the number of threads (docs/design/attention.md).
/// </summary>
internal unsafe struct BackwardTiles : IParts
{
    private const int KeyBlock = ForwardTiles.KeyBlock, Size = LaneTile.Size;

    // A piece has 256 keys, or so many that no query sees more than nine pieces: what they put down stays in proportion to the queries.
    private const int LeastKeys = 4 * KeyBlock, MostPieces = 8;

    public AttentionCall Call;

    private BackwardPass pass;
    private float* pieces;
    private KeyRange* spans;
    private int* firstPieces;
    private int vector, paddedDim, pieceKeys;

    private readonly int TilesOfHead => (Call.Lanes + Size - 1) / Size;

    private readonly int KeyPieces => (Call.Keys + pieceKeys - 1) / pieceKeys;

    private readonly nint PackLength => Size * (nint)((2 * Call.Shape.HeadDim) + (2 * paddedDim) + 2);

    private readonly nint PieceLength => Size * (nint)Call.Shape.HeadDim;

    public void Run(WorkerTeam team)
    {
        vector = Math.Max(1, Call.Bits / 32);
        paddedDim = (Call.Shape.HeadDim + vector - 1) / vector * vector;
        Plan();
        pass = BackwardPass.Keys;
        team.Run(ref this, Call.Shape.KvHeads * KeyPieces);
        pass = BackwardPass.Queries;
        team.Run(ref this, Call.Shape.KvHeads * TilesOfHead);
    }

    // How keys are cut, and where what pieces give to tiles is put down: the same for all heads.
    private void Plan()
    {
        int tiles = TilesOfHead, longest = 0, count = 0;
        for (int i = 0; i < tiles; i++)
        {
            LaneTile tile = Tile(0, i);
            longest = Math.Max(longest, tile.To - tile.From);
        }

        pieceKeys = Math.Max(LeastKeys, ((longest / MostPieces) + KeyBlock - 1) / KeyBlock * KeyBlock);
        for (int i = 0; i < tiles; i++) count += PiecesOf(Span(i));
        nint length = PieceLength * Call.Shape.KvHeads * count;
        pieces = Workspace.OfCall(length + (3 * tiles) + 1);
        spans = (KeyRange*)(pieces + length);
        firstPieces = (int*)(spans + tiles);
        firstPieces[0] = 0;
        for (int i = 0; i < tiles; i++)
        {
            spans[i] = Span(i);
            firstPieces[i + 1] = firstPieces[i] + PiecesOf(spans[i]);
        }
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
        if (pass == BackwardPass.Keys) Keys<S, V>(kvHead, number);
        else Queries<S, V>(kvHead, number);
    }

    private readonly LaneTile Tile(int kvHead, int number) => new(Call, kvHead, number, vector);

    private readonly KeyRange Span(int tile)
    {
        LaneTile of = Tile(0, tile);
        return new KeyRange(of.From, of.To);
    }

    private readonly int PiecesOf(KeyRange span) => span.From == span.To ? 0 : ((span.To - 1) / pieceKeys) - (span.From / pieceKeys) + 1;

    // What a piece of the keys gives to a tile, [dim, lanes].
    private readonly float* Piece(int kvHead, int tile, int ofTile) => pieces + ((((nint)kvHead * firstPieces[TilesOfHead]) + firstPieces[tile] + ofTile) * PieceLength);

    private readonly void Gather<S, V>(in LaneTile tile, in TilePack pack)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        AttentionShape shape = Call.Shape;
        tile.Gather(Call, Call.Query, shape.QueryStride, shape.Scale, pack.Query);
        tile.Gather(Call, Call.OutputSlope, shape.OutputStride, 1, pack.Slope);
        for (int lane = 0; lane < tile.Lanes; lane++)
        {
            float* query = pack.QueryRows + ((nint)lane * paddedDim), slope = pack.SlopeRows + ((nint)lane * paddedDim);
            pack.LogSums[lane] = pack.Products[lane] = 0;
            if (lane >= tile.Used)
            {
                new Span<float>(query, paddedDim).Clear();
                new Span<float>(slope, paddedDim).Clear();
                continue;
            }

            float* dy = tile.Values(Call, Call.OutputSlope, shape.OutputStride, lane);
            Copy<S, V>(tile.Values(Call, Call.Query, shape.QueryStride, lane), shape.Scale, query);
            Copy<S, V>(dy, 1, slope);
            pack.Products[lane] = Vectors.DotProduct.Of(new Span<float>(tile.Values(Call, Call.Output, shape.OutputStride, lane), shape.HeadDim), new Span<float>(dy, shape.HeadDim));

            // A row that sees nothing has a log sum of minus infinity, and all its scores are; they must not be subtracted from each other.
            float logSum = Call.LogSums[((nint)tile.Row(Call, lane) * shape.Heads) + tile.Head(Call, lane)];
            pack.LogSums[lane] = float.IsNegativeInfinity(logSum) ? 0 : logSum;
        }
    }

    private readonly void Copy<S, V>(float* from, float scale, float* to)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        int dim = Call.Shape.HeadDim, d = 0;
        for (; d <= dim - S.Count; d += S.Count) S.Store(S.Multiply(S.Load(from + d), S.All(scale)), to + d);
        for (; d < dim; d++) to[d] = from[d] * scale;
        for (; d < paddedDim; d++) to[d] = 0;
    }

    private readonly void Keys<S, V>(int kvHead, int number)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        int begin = number * pieceKeys, end = Math.Min(begin + pieceKeys, Call.Keys), dim = Call.Shape.HeadDim;
        nint stride = Call.Shape.KeyStride, length = (nint)pieceKeys * paddedDim;
        float* shares = Workspace.OfPart((((2 * KeyBlock) + 2) * Size) + (2 * length) + PackLength), slopes = shares + (KeyBlock * Size), bounds = slopes + (KeyBlock * Size);
        float* keySlopes = bounds + (2 * Size), valueSlopes = keySlopes + length;
        var pack = new TilePack(valueSlopes + length, dim, paddedDim);
        new Span<float>(keySlopes, checked((int)(2 * length))).Clear();
        for (int i = 0; i < TilesOfHead; i++)
        {
            int from = Math.Max(begin, spans[i].From), to = Math.Min(end, spans[i].To);
            if (from >= to) continue;
            LaneTile tile = Tile(kvHead, i);
            Gather<S, V>(tile, pack);
            float* piece = Piece(kvHead, i, number - (spans[i].From / pieceKeys));
            for (int first = from; first < to; first += KeyBlock)
            {
                int count = Math.Min(KeyBlock, to - first);
                nint at = (nint)(first - begin) * paddedDim;
                Scores<S, V>(tile, pack, first, count, shares, slopes, bounds);
                LaneProduct.Run<S, V>(shares, tile.Lanes, 1, pack.SlopeRows, valueSlopes + at, count, tile.Used, paddedDim, add: true);
                LaneProduct.Run<S, V>(slopes, tile.Lanes, 1, pack.QueryRows, keySlopes + at, count, tile.Used, paddedDim, add: true);
                LaneProduct.Run<S, V>(Call.Key + (first * stride) + ((nint)kvHead * dim), 1, stride, slopes, piece, dim, count, tile.Lanes, add: first > from);
            }
        }

        for (int key = 0; key < end - begin; key++)
        {
            nint at = ((begin + key) * stride) + ((nint)kvHead * dim);
            new Span<float>(keySlopes + (key * (nint)paddedDim), dim).CopyTo(new Span<float>(Call.KeySlope + at, dim));
            new Span<float>(valueSlopes + (key * (nint)paddedDim), dim).CopyTo(new Span<float>(Call.ValueSlope + at, dim));
        }
    }

    private readonly void Queries<S, V>(int kvHead, int number)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        LaneTile tile = Tile(kvHead, number);
        int length = Call.Shape.HeadDim * tile.Lanes, count = firstPieces[number + 1] - firstPieces[number];
        float* factors = Workspace.OfPart(Size + PieceLength), sum = count == 0 ? factors + Size : Piece(kvHead, number, 0);
        if (count == 0) new Span<float>(sum, length).Clear();
        for (int piece = 1; piece < count; piece++)
        {
            float* more = Piece(kvHead, number, piece);
            for (int i = 0; i < length; i += S.Count) S.Store(S.Add(S.Load(sum + i), S.Load(more + i)), sum + i);
        }

        new Span<float>(factors, Size).Fill(Call.Shape.Scale);
        tile.Scatter(Call, sum, factors, Call.QuerySlope, Call.Shape.QueryStride);
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

    /// <summary>A tile's queries and slopes as lanes and as rows, log sums and products.</summary>
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

using System.Runtime.CompilerServices;
using Assay.Numerics.Memory;

namespace Assay.Numerics.Quantized.Panels;

/// <summary>Products of a few rows of activations with the rows of weights in a panel.</summary>
/// <remarks>
/// <para>
/// Per block of a row of activations and a row of weights: <c>dot = −offset · Σx + Σ(w · x)</c> in whole numbers, exact: at most 32 · 255 · 32767 &lt; 2^31; then <c>sum = fma(dot, wScale · xScale, sum)</c> and,
/// with minima, <c>sum = fma(minimum, −xScale · Σx, sum)</c>, block after block. A lane is a row of weights, so every path, every tile height and every number of threads gives the same bits.
/// </para>
/// <para>
/// 16-bit activations: without VNNI, which .NET does not offer at 512 bits, bytes multiply by two instructions (<c>maddubs</c>, <c>madd</c>) and saturate unless signs are moved about; 16-bit pairs need
/// one <c>madd</c> for half as many values, never saturate, and are 256 times finer. The rate of the multiplier is the same. Taking bytes apart costs two instructions for four values of 16 rows,
/// shared by all rows of activations.
/// </para>
/// <para>
/// Sixteen accumulators, two registers of weights and their mask and one of activations fit 32 registers of 512 bits. The float sums of eight rows do not fit beside them and stay in memory:
/// one load and one store for 32 values of the sum.
/// </para>
/// </remarks>
internal static unsafe partial class PanelTile<TLanes, TInt, TFloat, TFormat>
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
    where TFormat : struct, IPackedFormat
{
    /// <summary>Rows of weights in a panel.</summary>
    public const int Width = 32;

    private const int StepBytes = 4 * Width;

    // The processor's own prefetching stops at a page of 4 KiB and starts anew. Of 1, 2, 4, 8 and 16 KiB ahead, 8 gave most: 0.97 of the read bandwidth for one row, where none gave 0.87.
    private const int PrefetchBytes = 8192;

    /// <summary>Bytes of a unit of a panel.</summary>
    public static int UnitBytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TFormat.HeaderBytes + (TFormat.UnitBlocks * Steps * StepBytes);
    }

    /// <summary>Bytes of a block of a row of activations: what the offset takes off, the scale, the 16-bit values.</summary>
    public static int RowBlockBytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 8 + (2 * TFormat.BlockLength);
    }

    /// <summary>Values of a row in a unit.</summary>
    public static int UnitValues
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TFormat.BlockLength * TFormat.UnitBlocks;
    }

    private static int Pairs
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 16 / TFormat.Bits;
    }

    private static int Steps
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TFormat.BlockLength / (2 * Pairs);
    }

    private static int Mask
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TFormat.Bits == 8 ? 0x00FF00FF : 0x000F000F;
    }

    /// <summary>Fetches what the kernels, which fetch ahead, do not: the first kilobytes of a run of panels.</summary>
    public static void PrefetchStart(byte* w) => Cache.Prefetch(w, PrefetchBytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(byte* w) => Cache.Prefetch(w + PrefetchBytes, 8 * TLanes.Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TInt Add(TInt sum, TInt w, TInt x) => TLanes.Add(sum, TLanes.PairProducts(w, x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TInt Start(byte* x, int row) => TFormat.HasMinimum ? TLanes.All(0) : TLanes.Broadcast((int*)x + row);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat Scaled(TInt dot, TFloat scale, byte* x, int at, TFloat sum) =>
        TLanes.MultiplyAdd(TLanes.ToFloat(dot), TLanes.Multiply(scale, TLanes.BroadcastFloat((float*)x + at)), sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddScaled(TInt a, TInt b, TFloat scaleA, TFloat scaleB, byte* x, int at, float* sums)
    {
        TLanes.Store(Scaled(a, scaleA, x, at, TLanes.LoadFloats(sums)), sums);
        TLanes.Store(Scaled(b, scaleB, x, at, TLanes.LoadFloats(sums + TLanes.Count)), sums + TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddMinimum(TFloat a, TFloat b, byte* x, int at, float* sums)
    {
        TFloat q = TLanes.BroadcastFloat((float*)x + at);
        TLanes.Store(TLanes.MultiplyAdd(a, q, TLanes.LoadFloats(sums)), sums);
        TLanes.Store(TLanes.MultiplyAdd(b, q, TLanes.LoadFloats(sums + TLanes.Count)), sums + TLanes.Count);
    }

    /// <summary>Adds the products of a tile of activations with a whole panel.</summary>
    /// <param name="height">Rows of activations: 1, 2, 4 or 8.</param>
    /// <param name="panel">The panel.</param>
    /// <param name="x">The tile, as <see cref="ActivationTiles{TLanes, TInt, TFloat, TFormat}"/> writes it.</param>
    /// <param name="units">Units of a row.</param>
    /// <param name="sums"><c>[height, 32]</c>, added to.</param>
    public static void Multiply(int height, byte* panel, byte* x, int units, float* sums)
    {
        for (int lane = 0; lane < Width; lane += 2 * TLanes.Count)
        {
            if (height == 8) Eight(panel, lane, x, units, sums);
            else if (height == 4) Four(panel, lane, x, units, sums);
            else if (height == 2) Two(panel, lane, x, units, sums);
            else One(panel, lane, x, units, sums);
        }
    }
}

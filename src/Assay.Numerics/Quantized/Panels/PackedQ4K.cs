using System.Runtime.CompilerServices;

namespace Assay.Numerics.Quantized.Panels;

/// <summary>Q4_K in a panel: per 256 values 32 scales and 32 minima in half precision, for each of eight blocks 32 bytes of scales, the same of minima, then the steps. 0.578 bytes a weight, 0.5625 in the file.</summary>
internal readonly unsafe struct PackedQ4K : IPackedFormat
{
    public static int BlockLength => 32;

    public static int UnitBlocks => 8;

    public static int HeaderBytes => 128 + (2 * 256);

    public static int Bits => 4;

    public static int Offset => 0;

    public static bool HasMinimum => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Scale<TLanes, TInt, TFloat>(byte* unit, int block, int lane)
        where TLanes : struct, ILanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct => TLanes.Multiply(TLanes.LoadHalves((short*)unit + lane), TLanes.LoadBytes((sbyte*)unit + 128 + (32 * block) + lane));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Minimum<TLanes, TInt, TFloat>(byte* unit, int block, int lane)
        where TLanes : struct, ILanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct => TLanes.Multiply(TLanes.LoadHalves((short*)unit + 32 + lane), TLanes.LoadBytes((sbyte*)unit + 384 + (32 * block) + lane));
}

using System.Runtime.CompilerServices;

namespace Assay.Numerics.Quantized.Panels;

/// <summary>Q6_K in a panel: per 256 values 32 scales in half precision, for each of sixteen blocks 32 bytes of scales, then the values in a byte each. 1.07 bytes a weight, 0.82 in the file: multiplying without taking six bits apart.</summary>
internal readonly unsafe struct PackedQ6K : IPackedFormat
{
    public static int BlockLength => 16;

    public static int UnitBlocks => 16;

    public static int HeaderBytes => 64 + (16 * 32);

    public static int Bits => 8;

    public static int Offset => 32;

    public static bool HasMinimum => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Scale<TLanes, TInt, TFloat>(byte* unit, int block, int lane)
        where TLanes : struct, ILanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct => TLanes.Multiply(TLanes.LoadHalves((short*)unit + lane), TLanes.LoadBytes((sbyte*)unit + 64 + (32 * block) + lane));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Minimum<TLanes, TInt, TFloat>(byte* unit, int block, int lane)
        where TLanes : struct, ILanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct => TLanes.AllFloat(0);
}

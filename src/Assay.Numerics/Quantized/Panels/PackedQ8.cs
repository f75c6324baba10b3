using System.Runtime.CompilerServices;

namespace Assay.Numerics.Quantized.Panels;

/// <summary>Q8_0 in a panel: per block 32 scales in half precision, then 8 steps of four bytes. 1.0625 bytes a weight, as in the file.</summary>
internal readonly unsafe struct PackedQ8 : IPackedFormat
{
    public static int BlockLength => 32;

    public static int UnitBlocks => 1;

    public static int HeaderBytes => 64;

    public static int Bits => 8;

    public static int Offset => 128;

    public static bool HasMinimum => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Scale<TLanes, TInt, TFloat>(byte* unit, int block, int lane)
        where TLanes : struct, ILanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct => TLanes.LoadHalves((short*)unit + lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Minimum<TLanes, TInt, TFloat>(byte* unit, int block, int lane)
        where TLanes : struct, ILanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct => TLanes.AllFloat(0);
}

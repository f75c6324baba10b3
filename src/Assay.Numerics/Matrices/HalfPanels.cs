using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Assay.Numerics.Matrices;

/// <summary>Values of IEEE 754 binary16.</summary>
/// <remarks>
/// No instruction that widens them is offered to managed code. Shifted into a float's place, exponent and fraction are the value times 2^-112, subnormal ones included: one
/// exact multiplication puts that right for all but infinities and NaN, whose exponent is then filled up.
/// </remarks>
internal readonly unsafe struct Float16Panels : IPanelFormat
{
    private const float Rebias = 5.192296858534828e33f;
    private const uint Magnitude = 0x7FFF, Sign = 0x8000, ShiftedInfinity = 0x0F800000, Infinity = 0x7F800000;
    private const int FractionShift = 13, SignShift = 16;

    public static int ValueBytes => sizeof(ushort);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load512(byte* values)
    {
        Vector512<uint> h = Vector512.WidenLower(Vector256.Load((ushort*)values).ToVector512Unsafe());
        Vector512<uint> magnitude = Vector512.ShiftLeft(h & Vector512.Create(Magnitude), FractionShift);
        Vector512<uint> value = (magnitude.AsSingle() * Vector512.Create(Rebias)).AsUInt32() | Vector512.ShiftLeft(h & Vector512.Create(Sign), SignShift);
        return Vector512.ConditionalSelect(Vector512.LessThan(magnitude, Vector512.Create(ShiftedInfinity)), value, value | Vector512.Create(Infinity)).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load256(byte* values)
    {
        Vector256<uint> h = Vector256.WidenLower(Vector128.Load((ushort*)values).ToVector256Unsafe());
        Vector256<uint> magnitude = Vector256.ShiftLeft(h & Vector256.Create(Magnitude), FractionShift);
        Vector256<uint> value = (magnitude.AsSingle() * Vector256.Create(Rebias)).AsUInt32() | Vector256.ShiftLeft(h & Vector256.Create(Sign), SignShift);
        return (value | (Vector256.GreaterThan(magnitude.AsInt32(), Vector256.Create((int)ShiftedInfinity - 1)).AsUInt32() & Vector256.Create(Infinity))).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load128(byte* values)
    {
        Vector128<uint> h = Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)values).AsUInt16());
        Vector128<uint> magnitude = Vector128.ShiftLeft(h & Vector128.Create(Magnitude), FractionShift);
        Vector128<uint> value = (magnitude.AsSingle() * Vector128.Create(Rebias)).AsUInt32() | Vector128.ShiftLeft(h & Vector128.Create(Sign), SignShift);
        return (value | (Vector128.GreaterThan(magnitude.AsInt32(), Vector128.Create((int)ShiftedInfinity - 1)).AsUInt32() & Vector128.Create(Infinity))).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load(byte* value)
    {
        uint h = *(ushort*)value, magnitude = (h & Magnitude) << FractionShift;
        uint bits = BitConverter.SingleToUInt32Bits(BitConverter.UInt32BitsToSingle(magnitude) * Rebias) | ((h & Sign) << SignShift);
        return BitConverter.UInt32BitsToSingle(magnitude < ShiftedInfinity ? bits : bits | Infinity);
    }
}

/// <summary>Upper halves of floats.</summary>
internal readonly unsafe struct BFloat16Panels : IPanelFormat
{
    private const int Shift = 16;

    public static int ValueBytes => sizeof(ushort);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load512(byte* values) => Vector512.ShiftLeft(Vector512.WidenLower(Vector256.Load((ushort*)values).ToVector512Unsafe()), Shift).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load256(byte* values) => Vector256.ShiftLeft(Vector256.WidenLower(Vector128.Load((ushort*)values).ToVector256Unsafe()), Shift).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load128(byte* values) => Vector128.ShiftLeft(Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)values).AsUInt16()), Shift).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load(byte* value) => BitConverter.UInt32BitsToSingle((uint)*(ushort*)value << Shift);
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Assay.Numerics.Matrices;

/// <summary>Values of IEEE 754 binary16.</summary>
/// <remarks>
/// No instruction that widens them is offered to managed code. Shifted into a float's place, sign, exponent and fraction are the value times 2^-112, subnormal ones included:
/// one exact multiplication puts that right for all but infinities and NaN, which come out as 65,536 or more and have their exponent filled up.
/// </remarks>
internal readonly unsafe struct Float16Panels : IPanelFormat
{
    private const float TooLarge = 65536;
    private const uint Infinity = 0x7F800000;

    public static int ValueBytes => sizeof(ushort);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load512(byte* values)
    {
        Vector512<float> value = FiniteFloat16Panels.Load512(values);
        Vector512<float> finite = Vector512.LessThan(Vector512.Abs(value), Vector512.Create(TooLarge));
        return Vector512.ConditionalSelect(finite, value, (value.AsUInt32() | Vector512.Create(Infinity)).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load256(byte* values)
    {
        Vector256<float> value = FiniteFloat16Panels.Load256(values);
        Vector256<float> large = Vector256.GreaterThanOrEqual(Vector256.Abs(value), Vector256.Create(TooLarge));
        return (value.AsUInt32() | (large.AsUInt32() & Vector256.Create(Infinity))).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load128(byte* values)
    {
        Vector128<float> value = FiniteFloat16Panels.Load128(values);
        Vector128<float> large = Vector128.GreaterThanOrEqual(Vector128.Abs(value), Vector128.Create(TooLarge));
        return (value.AsUInt32() | (large.AsUInt32() & Vector128.Create(Infinity))).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load(byte* value)
    {
        float finite = FiniteFloat16Panels.Load(value);
        return MathF.Abs(finite) < TooLarge ? finite : BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(finite) | Infinity);
    }
}

/// <summary>Values of IEEE 754 binary16 among which there is no infinity and no NaN: three instructions less for each sixteen.</summary>
internal readonly unsafe struct FiniteFloat16Panels : IPanelFormat
{
    // 2^112, and the bits of a float that a half shifted by 13 fills; the sign is there because the widening repeats it upwards.
    private const float Rebias = 5.192296858534828e33f;
    private const int Used = unchecked((int)0x8FFFE000), Shift = 13;

    public static int ValueBytes => sizeof(ushort);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load512(byte* values)
    {
        Vector512<int> wide = Vector512.WidenLower(Vector256.Load((short*)values).ToVector512Unsafe());
        return (Vector512.ShiftLeft(wide, Shift) & Vector512.Create(Used)).AsSingle() * Vector512.Create(Rebias);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load256(byte* values)
    {
        Vector256<int> wide = Vector256.WidenLower(Vector128.Load((short*)values).ToVector256Unsafe());
        return (Vector256.ShiftLeft(wide, Shift) & Vector256.Create(Used)).AsSingle() * Vector256.Create(Rebias);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load128(byte* values)
    {
        Vector128<int> wide = Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)values).AsInt16());
        return (Vector128.ShiftLeft(wide, Shift) & Vector128.Create(Used)).AsSingle() * Vector128.Create(Rebias);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load(byte* value) => BitConverter.Int32BitsToSingle((*(short*)value << Shift) & Used) * Rebias;
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

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Assay.Numerics.Matrices;

/// <summary>A format into which floats are rounded, sixteen bits of it in the lower half of each lane.</summary>
internal interface IHalfRounding
{
    /// <summary>Sixteen values.</summary>
    static abstract Vector512<uint> Round(Vector512<uint> bits);

    /// <summary>Eight values.</summary>
    static abstract Vector256<uint> Round(Vector256<uint> bits);

    /// <summary>Four values.</summary>
    static abstract Vector128<uint> Round(Vector128<uint> bits);

    /// <summary>One value.</summary>
    static abstract uint Round(uint bits);
}

/// <summary>To IEEE 754 binary16.</summary>
/// <remarks>
/// Normal results: half of a unit in the last place, less one where the last bit is 0, is added below the ten bits that stay; a carry moves into the exponent, at the upper
/// end into infinity. Subnormal ones: the unit of 0.5 as a float is that of the smallest half, so an addition rounds.
/// </remarks>
internal readonly struct Float16Rounding : IHalfRounding
{
    private const uint Magnitude = 0x7FFFFFFF, Sign = 0x8000, SmallestNormal = 0x38800000, Half = 0x3F000000, TooLarge = 0x47800000, Infinity = 0x7F800000;
    private const uint HalfInfinity = 0x7C00, HalfNaN = 0x7E00, HalfFraction = 0x3FF, Rebias = unchecked(0xFFF - (112u << 23));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Round(Vector512<uint> bits)
    {
        Vector512<uint> a = bits & Vector512.Create(Magnitude), sign = Vector512.ShiftRightLogical(bits, 16) & Vector512.Create(Sign);
        Vector512<uint> normal = Vector512.ShiftRightLogical(a + Vector512.Create(Rebias) + (Vector512.ShiftRightLogical(a, 13) & Vector512<uint>.One), 13);
        Vector512<uint> small = (a.AsSingle() + Vector512.Create(0.5f)).AsUInt32() - Vector512.Create(Half);
        Vector512<uint> finite = Vector512.ConditionalSelect(Vector512.LessThan(a, Vector512.Create(SmallestNormal)), small, normal);
        Vector512<uint> nan = Vector512.Create(HalfNaN) | (Vector512.ShiftRightLogical(a, 13) & Vector512.Create(HalfFraction));
        Vector512<uint> large = Vector512.ConditionalSelect(Vector512.GreaterThan(a, Vector512.Create(Infinity)), nan, Vector512.Create(HalfInfinity));
        return sign | Vector512.ConditionalSelect(Vector512.LessThan(a, Vector512.Create(TooLarge)), finite, large);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Round(Vector256<uint> bits)
    {
        Vector256<uint> a = bits & Vector256.Create(Magnitude), sign = Vector256.ShiftRightLogical(bits, 16) & Vector256.Create(Sign);
        Vector256<uint> normal = Vector256.ShiftRightLogical(a + Vector256.Create(Rebias) + (Vector256.ShiftRightLogical(a, 13) & Vector256<uint>.One), 13);
        Vector256<uint> small = (a.AsSingle() + Vector256.Create(0.5f)).AsUInt32() - Vector256.Create(Half);
        Vector256<uint> finite = Vector256.ConditionalSelect(Vector256.LessThan(a, Vector256.Create(SmallestNormal)), small, normal);
        Vector256<uint> nan = Vector256.Create(HalfNaN) | (Vector256.ShiftRightLogical(a, 13) & Vector256.Create(HalfFraction));
        Vector256<uint> large = Vector256.ConditionalSelect(Vector256.GreaterThan(a, Vector256.Create(Infinity)), nan, Vector256.Create(HalfInfinity));
        return sign | Vector256.ConditionalSelect(Vector256.LessThan(a, Vector256.Create(TooLarge)), finite, large);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Round(Vector128<uint> bits)
    {
        Vector128<uint> a = bits & Vector128.Create(Magnitude), sign = Vector128.ShiftRightLogical(bits, 16) & Vector128.Create(Sign);
        Vector128<uint> normal = Vector128.ShiftRightLogical(a + Vector128.Create(Rebias) + (Vector128.ShiftRightLogical(a, 13) & Vector128<uint>.One), 13);
        Vector128<uint> small = (a.AsSingle() + Vector128.Create(0.5f)).AsUInt32() - Vector128.Create(Half);
        Vector128<uint> finite = Vector128.ConditionalSelect(Vector128.LessThan(a, Vector128.Create(SmallestNormal)), small, normal);
        Vector128<uint> nan = Vector128.Create(HalfNaN) | (Vector128.ShiftRightLogical(a, 13) & Vector128.Create(HalfFraction));
        Vector128<uint> large = Vector128.ConditionalSelect(Vector128.GreaterThan(a, Vector128.Create(Infinity)), nan, Vector128.Create(HalfInfinity));
        return sign | Vector128.ConditionalSelect(Vector128.LessThan(a, Vector128.Create(TooLarge)), finite, large);
    }

    public static uint Round(uint bits)
    {
        uint a = bits & Magnitude, sign = (bits >> 16) & Sign;
        if (a > Infinity) return sign | HalfNaN | ((a >> 13) & HalfFraction);
        if (a >= TooLarge) return sign | HalfInfinity;
        if (a < SmallestNormal) return sign | (BitConverter.SingleToUInt32Bits(BitConverter.UInt32BitsToSingle(a) + 0.5f) - Half);
        return sign | ((a + Rebias + ((a >> 13) & 1)) >> 13);
    }
}

/// <summary>To the upper half of a float; a NaN stays one whatever bits it loses.</summary>
internal readonly struct BFloat16Rounding : IHalfRounding
{
    private const uint Magnitude = 0x7FFFFFFF, Infinity = 0x7F800000, BelowHalf = 0x7FFF, Quiet = 0x40;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Round(Vector512<uint> bits)
    {
        Vector512<uint> upper = Vector512.ShiftRightLogical(bits, 16);
        Vector512<uint> rounded = Vector512.ShiftRightLogical(bits + Vector512.Create(BelowHalf) + (upper & Vector512<uint>.One), 16);
        return Vector512.ConditionalSelect(Vector512.GreaterThan(bits & Vector512.Create(Magnitude), Vector512.Create(Infinity)), upper | Vector512.Create(Quiet), rounded);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Round(Vector256<uint> bits)
    {
        Vector256<uint> upper = Vector256.ShiftRightLogical(bits, 16);
        Vector256<uint> rounded = Vector256.ShiftRightLogical(bits + Vector256.Create(BelowHalf) + (upper & Vector256<uint>.One), 16);
        return Vector256.ConditionalSelect(Vector256.GreaterThan(bits & Vector256.Create(Magnitude), Vector256.Create(Infinity)), upper | Vector256.Create(Quiet), rounded);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Round(Vector128<uint> bits)
    {
        Vector128<uint> upper = Vector128.ShiftRightLogical(bits, 16);
        Vector128<uint> rounded = Vector128.ShiftRightLogical(bits + Vector128.Create(BelowHalf) + (upper & Vector128<uint>.One), 16);
        return Vector128.ConditionalSelect(Vector128.GreaterThan(bits & Vector128.Create(Magnitude), Vector128.Create(Infinity)), upper | Vector128.Create(Quiet), rounded);
    }

    public static uint Round(uint bits) =>
        (bits & Magnitude) > Infinity ? (bits >> 16) | Quiet : (bits + BelowHalf + ((bits >> 16) & 1)) >> 16;
}

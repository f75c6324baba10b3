using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Assay.Numerics.Quantized.Panels;

/// <summary>Four lanes, by whatever 128-bit instructions there are.</summary>
internal readonly unsafe struct Lanes128 : ILanes<Vector128<int>, Vector128<float>>
{
    /// <summary>Whether this processor has the instructions.</summary>
    public static bool IsSupported => Vector128.IsHardwareAccelerated;

    public static int Count => Vector128<int>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Load(void* from) => Vector128.Load((int*)from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Broadcast(int* from) => Vector128.Create(*from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> All(int value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> And(Vector128<int> x, Vector128<int> y) => x & y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Add(Vector128<int> x, Vector128<int> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Max(Vector128<int> x, Vector128<int> y) => Vector128.Max(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Halves4(Vector128<int> x) => (x.AsUInt16() >> 4).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Halves8(Vector128<int> x) => (x.AsUInt16() >> 8).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Halves12(Vector128<int> x) => (x.AsUInt16() >> 12).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> PairProducts(Vector128<int> x, Vector128<int> y) => Sse2.IsSupported ? Sse2.MultiplyAddAdjacent(x.AsInt16(), y.AsInt16()) : ((x << 16 >> 16) * (y << 16 >> 16)) + ((x >> 16) * (y >> 16));

    public static int MaxAcross(Vector128<int> x) => Math.Max(Math.Max(x[0], x[1]), Math.Max(x[2], x[3]));

    public static int SumAcross(Vector128<int> x) => Vector128.Sum(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreLow(Vector128<int> x, short* to) => Vector64.Narrow(x.GetLower(), x.GetUpper()).Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ToFloat(Vector128<int> x) => Vector128.ConvertToSingle(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Bits(Vector128<float> x) => x.AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadFloats(float* from) => Vector128.Load(from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> BroadcastFloat(float* from) => Vector128.Create(*from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> AllFloat(float value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> x, float* to) => x.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Multiply(Vector128<float> x, Vector128<float> y) => x * y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> x, Vector128<float> y, Vector128<float> z) => Vector128.FusedMultiplyAdd(x, y, z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadHalves(short* from)
    {
        Vector128<int> bits = ((Vector128.WidenLower(Vector128.CreateScalar(*(long*)from).AsInt16()) << 13) & Vector128.Create(HalfBits.Kept)) | Vector128.Create(HalfBits.Lifted);
        Vector128<float> normal = bits.AsSingle(), subnormal = normal - (bits & Vector128.Create(HalfBits.Two)).AsSingle();
        Vector128<float> isSubnormal = Vector128.Equals(bits & Vector128.Create(HalfBits.Exponent), Vector128<int>.Zero).AsSingle();
        return Vector128.ConditionalSelect(isSubnormal, subnormal + subnormal, normal) * Vector128.Create(HalfBits.Lower);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadBytes(sbyte* from) => Vector128.ConvertToSingle(Vector128.Create(from[0], from[1], from[2], from[3]));
}

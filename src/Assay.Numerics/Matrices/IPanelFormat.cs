using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Assay.Numerics.Matrices;

/// <summary>How the values of a panel are stored, and how they are read as floats.</summary>
internal unsafe interface IPanelFormat
{
    /// <summary>Bytes of a value.</summary>
    static abstract int ValueBytes { get; }

    /// <summary>Sixteen values.</summary>
    static abstract Vector512<float> Load512(byte* values);

    /// <summary>Eight values.</summary>
    static abstract Vector256<float> Load256(byte* values);

    /// <summary>Four values.</summary>
    static abstract Vector128<float> Load128(byte* values);

    /// <summary>One value.</summary>
    static abstract float Load(byte* value);
}

/// <summary>Floats as they are.</summary>
internal readonly unsafe struct SinglePanels : IPanelFormat
{
    public static int ValueBytes => sizeof(float);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load512(byte* values) => Vector512.Load((float*)values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load256(byte* values) => Vector256.Load((float*)values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load128(byte* values) => Vector128.Load((float*)values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load(byte* value) => *(float*)value;
}

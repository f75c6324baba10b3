namespace Assay.Numerics.Quantized.Panels;

/// <summary>How a finite half-precision number becomes a float without an instruction for it.</summary>
/// <remarks>
/// Shifted up by 13, sign, exponent <c>e</c> and digits are in a float's places; with bit 30 set that float is <c>2^(e+1) · 1.digits</c>, so 2^16 times too large. For a subnormal half, <c>e = 0</c>, it is
/// <c>2 · 1.digits</c> where <c>4 · 0.digits</c> is meant. Subnormal floats are kept out of the arithmetic: they take a processor out of its stride, and scales this small are common in trained models.
/// </remarks>
internal static class HalfBits
{
    /// <summary>Sign, exponent and digits of a half that was extended with its sign and shifted up by 13.</summary>
    public const int Kept = unchecked((int)0x8FFFE000);

    /// <summary>Bit 30.</summary>
    public const int Lifted = 0x40000000;

    /// <summary>Sign and bit 30: 2 with the sign of the number.</summary>
    public const int Two = unchecked((int)0xC0000000);

    /// <summary>The exponent's bits; all zero in a subnormal half.</summary>
    public const int Exponent = 0x0F800000;

    /// <summary>2^-16.</summary>
    public const float Lower = 1f / 65536;
}

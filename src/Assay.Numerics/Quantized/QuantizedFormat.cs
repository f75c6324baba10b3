namespace Assay.Numerics.Quantized;

/// <summary>Weights in blocks of few bits, byte for byte as GGUF files hold them. All multi-byte numbers are little-endian, <c>f16</c> is IEEE half precision.</summary>
/// <remarks>
/// The layouts are those of ggml (<c>ggml-common.h</c>, <c>ggml-quants.c</c>), where they are called Q8_0, Q4_0, Q4_K and Q6_K. Within a matrix every row is a whole number of blocks.
/// </remarks>
public enum QuantizedFormat
{
    /// <summary>Q8_0: 32 values in 34 bytes, <c>f16 d, int8 q[32]</c>; <c>value = d · q</c>.</summary>
    Q8,

    /// <summary>Q4_0: 32 values in 18 bytes, <c>f16 d, uint8 q[16]</c>; byte <c>i</c> holds value <c>i</c> in its low half and value <c>i + 16</c> in its high one; <c>value = d · (q − 8)</c>.</summary>
    Q4,

    /// <summary>
    /// Q4_K: 256 values in 144 bytes, <c>f16 d, f16 m, uint8 scales[12], uint8 q[128]</c>: eight groups of 32, each with a scale <c>s</c> and a minimum <c>n</c> of 6 bits packed into
    /// <c>scales</c>; <c>value = d · s · q − m · n</c>. 32 bytes of <c>q</c> hold one group in their low halves and the next in their high ones.
    /// </summary>
    Q4K,

    /// <summary>
    /// Q6_K: 256 values in 210 bytes, <c>uint8 low[128], uint8 high[64], int8 s[16], f16 d</c>: sixteen groups of 16, each with a scale; <c>value = d · s · (q − 32)</c>, where <c>q</c> has its four
    /// low bits in <c>low</c> and two more in <c>high</c>.
    /// </summary>
    Q6K,
}

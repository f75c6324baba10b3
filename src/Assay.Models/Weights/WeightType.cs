namespace Assay.Models.Weights;

/// <summary>How the numbers of a tensor are stored. The safetensors types come first and in that format's order, by which its writer sorts.</summary>
public enum WeightType
{
    /// <summary>One byte, 0 or 1.</summary>
    Bool,

    /// <summary>4-bit float, two a byte.</summary>
    F4,

    /// <summary>6-bit float, 2 bits of exponent and 3 of fraction; four in three bytes.</summary>
    F6E2M3,

    /// <summary>6-bit float, 3 bits of exponent and 2 of fraction; four in three bytes.</summary>
    F6E3M2,

    /// <summary>Unsigned byte.</summary>
    U8,

    /// <summary>Signed byte.</summary>
    I8,

    /// <summary>8-bit float, 5 bits of exponent.</summary>
    F8E5M2,

    /// <summary>8-bit float, 4 bits of exponent.</summary>
    F8E4M3,

    /// <summary>8-bit power of two.</summary>
    F8E8M0,

    /// <summary>8-bit float, 4 bits of exponent, without infinities and negative zero.</summary>
    F8E4M3Fnuz,

    /// <summary>8-bit float, 5 bits of exponent, without infinities and negative zero.</summary>
    F8E5M2Fnuz,

    /// <summary>Signed 16-bit integer.</summary>
    I16,

    /// <summary>Unsigned 16-bit integer.</summary>
    U16,

    /// <summary>IEEE half precision.</summary>
    F16,

    /// <summary>The upper half of a single.</summary>
    BF16,

    /// <summary>Signed 32-bit integer.</summary>
    I32,

    /// <summary>Unsigned 32-bit integer.</summary>
    U32,

    /// <summary>IEEE single precision.</summary>
    F32,

    /// <summary>Two singles.</summary>
    C64,

    /// <summary>IEEE double precision.</summary>
    F64,

    /// <summary>Signed 64-bit integer.</summary>
    I64,

    /// <summary>Unsigned 64-bit integer.</summary>
    U64,

    /// <summary>GGUF: blocks of 32, 4 bits and a half scale.</summary>
    Q40,

    /// <summary>GGUF: blocks of 32, 4 bits, a half scale and a half minimum.</summary>
    Q41,

    /// <summary>GGUF: blocks of 32, 5 bits and a half scale.</summary>
    Q50,

    /// <summary>GGUF: blocks of 32, 5 bits, a half scale and a half minimum.</summary>
    Q51,

    /// <summary>GGUF: blocks of 32, 8 bits and a half scale.</summary>
    Q80,

    /// <summary>GGUF: blocks of 256, 2 bits, scales and minimums of 16.</summary>
    Q2K,

    /// <summary>GGUF: blocks of 256, 3 bits, scales of 16.</summary>
    Q3K,

    /// <summary>GGUF: blocks of 256, 4 bits, 6-bit scales and minimums of 32.</summary>
    Q4K,

    /// <summary>GGUF: blocks of 256, 5 bits, 6-bit scales and minimums of 32.</summary>
    Q5K,

    /// <summary>GGUF: blocks of 256, 6 bits, 8-bit scales of 16.</summary>
    Q6K,
}

namespace Assay.Numerics.Matrices;

/// <summary>The floating-point formats of sixteen bits.</summary>
public enum HalfFormat
{
    /// <summary>IEEE 754 binary16: 5 bits of exponent, 10 of fraction; up to 65,504.</summary>
    Float16,

    /// <summary>The upper half of a float: 8 bits of exponent, 7 of fraction.</summary>
    BFloat16,
}

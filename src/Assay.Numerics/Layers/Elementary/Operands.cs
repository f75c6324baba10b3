namespace Assay.Numerics.Layers.Elementary;

/// <summary>The arrays of an elementwise kernel: up to three that are read and two that are written, each of rows with a distance of their own.</summary>
internal unsafe struct Operands
{
    public float* First, Second, Third, Result, Other;
    public nint FirstStride, SecondStride, ThirdStride, ResultStride, OtherStride;

    /// <summary>The same arrays from one row and column on.</summary>
    public readonly Operands At(nint row, nint column) => new()
    {
        First = First + (row * FirstStride) + column,
        Second = Second + (row * SecondStride) + column,
        Third = Third + (row * ThirdStride) + column,
        Result = Result + (row * ResultStride) + column,
        Other = Other + (row * OtherStride) + column,
    };
}

namespace Assay.Numerics.Matrices;

/// <summary>The instructions by which a kernel works.</summary>
internal enum VectorPath
{
    Scalar,
    Bits128,
    Bits256,
    Bits512,
}

using System.Runtime.InteropServices;
using Assay.Numerics.Matrices;

namespace Assay.Numerics.Cuda;

/// <summary>Products of matrices on a graphics processor (cuBLAS), row-major as everywhere here.</summary>
public sealed unsafe partial class CudaProducts : IDisposable
{
    internal const string Library = "cublas";

    // cublasComputeType_t: float, and float of which 10 bits of the fraction are multiplied (TF32). CUDA_R_32F is 0.
    private const int Exact = 68, Fast = 77, Floats = 0, DefaultAlgorithm = -1;
    private readonly int computeType;
    private nint handle;

    /// <summary>Products on the current processor.</summary>
    /// <param name="exact">Whether all bits of factors count; else 10 of their fractions, several times faster.</param>
    internal CudaProducts(bool exact)
    {
        computeType = exact ? Exact : Fast;
        Check(Create(out handle), "begin");
    }

    /// <summary>c = a · b, or added to it: forms as those of <see cref="Gemm"/>, all rows without gaps.</summary>
    /// <param name="shape">Rows and columns of c, and the length of the sums.</param>
    /// <param name="a"><c>[rows, inner]</c>, or <c>[inner, rows]</c> for <see cref="GemmForm.TransposedA"/>.</param>
    /// <param name="b"><c>[inner, columns]</c>, or <c>[columns, inner]</c> for <see cref="GemmForm.TransposedB"/>.</param>
    /// <param name="c"><c>[rows, columns]</c>.</param>
    /// <param name="accumulate">Whether the products are added to what is there.</param>
    public void Multiply(GemmShape shape, CudaSpan a, CudaSpan b, CudaSpan c, bool accumulate)
    {
        // To cuBLAS every row-major matrix is the transposed one: cᵀ = bᵀ · aᵀ.
        bool ta = shape.Form == GemmForm.TransposedA, tb = shape.Form == GemmForm.TransposedB;
        a.Require((long)shape.Rows * shape.Depth);
        b.Require((long)shape.Depth * shape.Columns);
        c.Require((long)shape.Rows * shape.Columns);
        float one = 1, keep = accumulate ? 1 : 0;
        Check(Gemm(handle, tb ? 1 : 0, ta ? 1 : 0, shape.Columns, shape.Rows, shape.Depth, &one, b.Address, Floats, tb ? shape.Depth : shape.Columns, a.Address, Floats, ta ? shape.Rows : shape.Depth,
            &keep, c.Address, Floats, shape.Columns, computeType, DefaultAlgorithm), "multiply");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (handle != 0) _ = Destroy(handle);
        handle = 0;
    }

    private static void Check(int error, string what)
    {
        if (error != 0) throw new InvalidOperationException($"cuBLAS could not {what}: error {error}.");
    }

    [LibraryImport(Library, EntryPoint = "cublasCreate_v2")]
    private static partial int Create(out nint handle);

    [LibraryImport(Library, EntryPoint = "cublasDestroy_v2")]
    private static partial int Destroy(nint handle);

    [LibraryImport(Library, EntryPoint = "cublasGemmEx")]
    private static partial int Gemm(nint handle, int transA, int transB, int m, int n, int k, float* alpha, ulong a, int typeA, int strideA, ulong b, int typeB, int strideB, float* beta, ulong c, int typeC, int strideC, int computeType, int algorithm);
}

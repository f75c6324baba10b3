using System.Runtime.InteropServices;
using Assay.Numerics.Parallel;

namespace Assay.Numerics.Matrices;

/// <summary>Products of row-major float matrices of any size, with either factor stored transposed.</summary>
/// <remarks>
/// <para>
/// B is copied into panels (<see cref="PanelLayout"/>) that fit the caches, then tiles of 12 x 32 results are summed in registers. After Goto &amp; van de Geijn 2008, "Anatomy of
/// high-performance matrix multiplication", with the roles of the caches exchanged: a tile of A rests in the first level while panels pass from the second.
/// </para>
/// <para>
/// Every result is summed in float in an order that depends on the depth alone, not on threads, rows, columns or the vector width (as long as the processor has fused
/// multiply-add). Allocates nothing after a thread's first product of a size; safe to call concurrently on disjoint results.
/// </para>
/// </remarks>
public static unsafe class Gemm
{
    /// <summary><c>C = A · B</c> or <c>C += A · B</c>.</summary>
    /// <param name="shape">Sizes, and which factor is stored transposed.</param>
    /// <param name="a">First factor, as <see cref="GemmForm"/> says.</param>
    /// <param name="b">Second factor, as <see cref="GemmForm"/> says.</param>
    /// <param name="c">Result, row-major <c>[rows, columns]</c>; not the memory of a factor.</param>
    /// <param name="accumulate">Adds to what is in <paramref name="c"/> instead of overwriting it.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">A length does not match the shape, or the result overlaps a factor.</exception>
    public static void Multiply(in GemmShape shape, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, bool accumulate, WorkerTeam team) =>
        Multiply(Tile.Best, shape, a, b, c, accumulate, team);

    internal static void Multiply(VectorPath path, in GemmShape shape, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, bool accumulate, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(team);
        shape.Check(a.Length, b.Length, c.Length);
        if (MemoryExtensions.Overlaps(c, a) || MemoryExtensions.Overlaps(c, b)) throw new ArgumentException("The result of a matrix product may not overlap a factor.", nameof(c));
        if (shape.Rows == 0 || shape.Columns == 0) return;
        if (shape.Depth == 0)
        {
            if (!accumulate) c.Clear();
            return;
        }

        fixed (float* first = &MemoryMarshal.GetReference(a), second = &MemoryMarshal.GetReference(b), result = &MemoryMarshal.GetReference(c))
        {
            bool transposed = shape.Form == GemmForm.TransposedA;
            var product = new PanelProduct<SinglePanels>
            {
                Path = path,
                A = (byte*)first,
                RowStep = (transposed ? 1 : (nint)shape.Depth) * sizeof(float),
                DepthStep = (transposed ? (nint)shape.Rows : 1) * sizeof(float),
                Panels = null,
                PanelBytes = 0,
                C = result,
                Stride = shape.Columns,
                Rows = shape.Rows,
                Columns = shape.Columns,
                Depth = shape.Depth,
                DepthBlock = PanelLayout.DepthBlock(shape.Depth),
                Add = accumulate,
            };
            if (shape.Form == GemmForm.TransposedB) new PackingProduct<TransposedSource>(product, new(second, shape.Columns, shape.Depth)).Run(team);
            else new PackingProduct<PlainSource>(product, new(second, shape.Columns)).Run(team);
        }
    }
}

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
    // Panels in use at once: 4 MiB, which the last-level cache holds.
    private const long PanelValues = 1 << 20;

    // A few microseconds of copying, which are worth waking others for.
    private const long WorthSharing = 1 << 14;

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
            if (shape.Form == GemmForm.TransposedB) PackAndMultiply(product, new TransposedSource(second, shape.Columns, shape.Depth), team);
            else PackAndMultiply(product, new PlainSource(second, shape.Columns), team);
        }
    }

    /// <summary>Multiplies with panels that are filled block by block into this thread's memory.</summary>
    /// <typeparam name="TSource">Where the second factor comes from.</typeparam>
    /// <param name="whole">The product without its panels.</param>
    /// <param name="source">The second factor.</param>
    /// <param name="team">Who works on it.</param>
    internal static void PackAndMultiply<TSource>(PanelProduct<SinglePanels> whole, TSource source, WorkerTeam team)
        where TSource : struct, IPanelSource
    {
        int panels = PanelLayout.Panels(whole.Columns);
        int depthStep = (int)Math.Min(whole.Depth, Math.Max(1, PanelValues / ((long)Math.Min(panels, 16) * PanelLayout.Width * whole.DepthBlock)) * whole.DepthBlock);
        int panelStep = (int)Math.Clamp(PanelValues / ((long)depthStep * PanelLayout.Width), 1, panels);
        float* memory = Scratch.Panels((long)panelStep * depthStep * PanelLayout.Width);
        for (int panel = 0; panel < panels; panel += panelStep)
        {
            int count = Math.Min(panelStep, panels - panel), column = panel * PanelLayout.Width;
            for (int k = 0; k < whole.Depth; k += depthStep)
            {
                int depth = Math.Min(depthStep, whole.Depth - k), parts = (long)count * depth * PanelLayout.Width < WorthSharing ? 1 : Math.Min(count, 4 * team.Threads);
                var pack = new PackPanels<TSource>(source, memory, panel, count, k, depth, parts);
                team.Run(ref pack, parts);
                PanelProduct<SinglePanels> block = whole;
                block.A += k * whole.DepthStep;
                block.Panels = (byte*)memory;
                block.PanelBytes = (nint)depth * PanelLayout.Width * sizeof(float);
                block.C += column;
                block.Columns = Math.Min(whole.Columns - column, count * PanelLayout.Width);
                block.Depth = depth;
                block.Add = whole.Add || k > 0;
                block.Run(team);
            }
        }
    }
}

using Assay.Numerics.Parallel;

namespace Assay.Numerics.Matrices;

/// <summary>What the matrices in panels have in common: their checks and where a row is.</summary>
internal static unsafe class PackedRows
{
    /// <summary>Values before the first of a row.</summary>
    public static long Offset(int row, int inputs) => ((long)(row / PanelLayout.Width) * inputs * PanelLayout.Width) + (row % PanelLayout.Width);

    /// <summary>The rows that values are.</summary>
    /// <exception cref="ArgumentException">Not whole rows, or more than there are.</exception>
    public static int Count(IWeightMatrix matrix, int first, int length)
    {
        int count = matrix.Inputs == 0 ? 0 : length / matrix.Inputs;
        if ((long)count * matrix.Inputs != length) throw new ArgumentException($"{length} values are no whole number of rows of {matrix.Inputs}.", nameof(length));
        if (first < 0 || count > matrix.Outputs - first) throw new ArgumentException($"{count} rows from {first} on are not within a matrix of {matrix.Outputs}.", nameof(first));
        return count;
    }

    /// <summary>Refuses a row that there is not, or memory of another length.</summary>
    /// <exception cref="ArgumentException">It is so.</exception>
    public static void Check(IWeightMatrix matrix, int row, int length)
    {
        if (row < 0 || row >= matrix.Outputs) throw new ArgumentException($"There is no row {row} in a matrix of {matrix.Outputs}.", nameof(row));
        if (length != matrix.Inputs) throw new ArgumentException($"A row has {matrix.Inputs} values, the memory for it {length}.", nameof(length));
    }

    /// <summary>Checks the operands of <c>y = x · Wᵀ</c> and does what needs no arithmetic.</summary>
    /// <returns>Whether there is anything left to do.</returns>
    /// <exception cref="ArgumentException">A length does not match.</exception>
    public static bool Prepare(IWeightMatrix matrix, ReadOnlySpan<float> x, int rows, Span<float> y, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(team);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        if (x.Length != (long)rows * matrix.Inputs) throw new ArgumentException($"{x.Length} values are not {rows} inputs of {matrix.Inputs}.", nameof(x));
        if (y.Length != (long)rows * matrix.Outputs) throw new ArgumentException($"{y.Length} values are not {rows} results of {matrix.Outputs}.", nameof(y));
        if (MemoryExtensions.Overlaps(y, x)) throw new ArgumentException("Results may not overlap the inputs.", nameof(y));
        if (matrix.Inputs == 0) y.Clear();
        return y.Length > 0 && matrix.Inputs > 0;
    }

    /// <summary>Checks the operands of <c>dX = dY · W</c> and does what needs no arithmetic.</summary>
    /// <returns>Whether there is anything left to do.</returns>
    /// <exception cref="ArgumentException">A length does not match.</exception>
    public static bool PrepareTransposed(IWeightMatrix matrix, ReadOnlySpan<float> dy, int rows, Span<float> dx, bool add, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(team);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        if (dy.Length != (long)rows * matrix.Outputs) throw new ArgumentException($"{dy.Length} values are not {rows} results of {matrix.Outputs}.", nameof(dy));
        if (dx.Length != (long)rows * matrix.Inputs) throw new ArgumentException($"{dx.Length} values are not {rows} inputs of {matrix.Inputs}.", nameof(dx));
        if (MemoryExtensions.Overlaps(dx, dy)) throw new ArgumentException("Gradients of the inputs may not overlap those of the results.", nameof(dx));
        if (matrix.Outputs == 0 && !add) dx.Clear();
        return dx.Length > 0 && matrix.Outputs > 0;
    }

    /// <summary>The product of a matrix in panels, without its panels.</summary>
    public static PanelProduct<TFormat> Product<TFormat>(IWeightMatrix matrix, VectorPath path, float* x, int rows, float* y)
        where TFormat : struct, IPanelFormat => new()
        {
            Path = path,
            A = (byte*)x,
            RowStep = (nint)matrix.Inputs * sizeof(float),
            DepthStep = sizeof(float),
            Panels = null,
            PanelBytes = 0,
            C = y,
            Stride = matrix.Outputs,
            Rows = rows,
            Columns = matrix.Outputs,
            Depth = matrix.Inputs,
            DepthBlock = PanelLayout.DepthBlock(matrix.Inputs),
            Add = false,
        };
}

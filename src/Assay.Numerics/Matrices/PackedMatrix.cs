using System.Runtime.InteropServices;
using Assay.Numerics.Memory;
using Assay.Numerics.Parallel;

namespace Assay.Numerics.Matrices;

/// <summary>Float weights in panels, laid out once for many products.</summary>
/// <remarks>
/// One layout serves all numbers of rows: a product with many is bound by arithmetic, one with few reads every panel from front to back at the speed of the memory. A row of a
/// result is the same, bit for bit, alone as among others. Takes the memory of the weights with their number rounded up to 32.
/// </remarks>
public sealed unsafe class PackedMatrix : IWeightMatrix
{
    private readonly AlignedBlock<float> panels;

    /// <summary>A matrix of zeros.</summary>
    /// <param name="outputs">Rows of <c>W</c>, 0 or more.</param>
    /// <param name="inputs">Columns of <c>W</c>, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="OutOfMemoryException">There is not enough memory.</exception>
    public PackedMatrix(int outputs, int inputs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(outputs);
        ArgumentOutOfRangeException.ThrowIfNegative(inputs);
        Outputs = outputs;
        Inputs = inputs;
        panels = new AlignedBlock<float>(PanelLayout.Length(outputs, inputs), together: true);
    }

    /// <summary>A matrix of given weights.</summary>
    /// <param name="weights"><c>W</c>, row-major <c>[outputs, inputs]</c>.</param>
    /// <param name="outputs">Rows of <c>W</c>.</param>
    /// <param name="inputs">Columns of <c>W</c>.</param>
    /// <exception cref="ArgumentException">The length does not match.</exception>
    public PackedMatrix(ReadOnlySpan<float> weights, int outputs, int inputs)
        : this(outputs, inputs)
    {
        try
        {
            if (weights.Length != (long)outputs * inputs) throw new ArgumentException($"{weights.Length} values are no matrix of {outputs} x {inputs}.", nameof(weights));
            SetRows(0, weights);
        }
        catch
        {
            panels.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public int Outputs { get; }

    /// <inheritdoc/>
    public int Inputs { get; }

    /// <inheritdoc/>
    public long LengthBytes => panels.Length * sizeof(float);

    /// <summary>Replaces rows of <c>W</c>; not while others read.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="rows">Whole rows, one after the other.</param>
    /// <exception cref="ArgumentException">Not whole rows, or more than there are.</exception>
    public void SetRows(int first, ReadOnlySpan<float> rows)
    {
        int count = PackedRows.Count(this, first, rows.Length);
        fixed (float* values = &MemoryMarshal.GetReference(rows))
        {
            for (int row = 0; row < count;)
            {
                int width = Math.Min(PanelLayout.Width - ((first + row) % PanelLayout.Width), count - row);
                float* panel = panels.Pointer + PackedRows.Offset(first + row, Inputs), from = values + ((long)row * Inputs);
                if (width == PanelLayout.Width) new TransposedSource(from, width, Inputs).Fill(0, 0, Inputs, panel);
                else
                {
                    for (int i = 0; i < width; i++)
                        for (int k = 0; k < Inputs; k++) panel[((long)k * PanelLayout.Width) + i] = from[((long)i * Inputs) + k];
                }

                row += width;
            }
        }
    }

    /// <inheritdoc/>
    public void Multiply(ReadOnlySpan<float> x, int rows, Span<float> y, WorkerTeam team) => Multiply(Tile.Best, x, rows, y, team);

    /// <inheritdoc/>
    public void MultiplyTransposed(ReadOnlySpan<float> dy, int rows, Span<float> dx, bool add, WorkerTeam team) => MultiplyTransposed(Tile.Best, dy, rows, dx, add, team);

    /// <inheritdoc/>
    public void CopyRow(int row, Span<float> values)
    {
        PackedRows.Check(this, row, values.Length);
        float* from = panels.Pointer + PackedRows.Offset(row, Inputs);
        for (int k = 0; k < values.Length; k++) values[k] = from[(long)k * PanelLayout.Width];
    }

    /// <inheritdoc/>
    public void Dispose() => panels.Dispose();

    internal void Multiply(VectorPath path, ReadOnlySpan<float> x, int rows, Span<float> y, WorkerTeam team)
    {
        if (!PackedRows.Prepare(this, x, rows, y, team)) return;
        fixed (float* inputs = &MemoryMarshal.GetReference(x), results = &MemoryMarshal.GetReference(y))
        {
            PanelProduct<SinglePanels> product = PackedRows.Product<SinglePanels>(this, path, inputs, rows, results);
            product.Panels = (byte*)panels.Pointer;
            product.PanelBytes = (nint)Inputs * PanelLayout.Width * sizeof(float);
            product.Run(team);
        }
    }

    internal void MultiplyTransposed(VectorPath path, ReadOnlySpan<float> dy, int rows, Span<float> dx, bool add, WorkerTeam team)
    {
        if (!PackedRows.PrepareTransposed(this, dy, rows, dx, add, team)) return;
        fixed (float* results = &MemoryMarshal.GetReference(dy), inputs = &MemoryMarshal.GetReference(dx))
            new TransposedPanels<SingleTiles>(new SingleTiles(panels.Pointer, Inputs), Inputs).Multiply(path, Outputs, results, rows, inputs, add, team);
    }
}

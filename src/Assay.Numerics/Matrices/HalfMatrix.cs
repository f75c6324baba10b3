using System.Runtime.InteropServices;
using Assay.Numerics.Memory;
using Assay.Numerics.Parallel;

namespace Assay.Numerics.Matrices;

/// <summary>Weights of sixteen bits in panels, multiplied as the floats that they are.</summary>
/// <remarks>
/// Laid out as <see cref="PackedMatrix"/> lays out floats, with the same results for the same weights bit for bit, in half of the memory: a product with few rows, which reads
/// all weights once, takes half of the time. Values are widened as they are read, binary16 for many rows once before.
/// </remarks>
public sealed unsafe class HalfMatrix : IWeightMatrix
{
    private const int TransposedBlock = 64;

    // From here on binary16 is widened once for all rows: in the registers it is done again for every twelve.
    private const int RowsWidenedFor = 40;
    private const uint Exponent = 0x7C00;

    private readonly AlignedBlock<ushort> panels;
    private bool finite = true;

    /// <summary>A matrix of zeros.</summary>
    /// <param name="format">Format of the weights.</param>
    /// <param name="outputs">Rows of <c>W</c>, 0 or more.</param>
    /// <param name="inputs">Columns of <c>W</c>, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="ArgumentException">There is no such format.</exception>
    /// <exception cref="OutOfMemoryException">There is not enough memory.</exception>
    public HalfMatrix(HalfFormat format, int outputs, int inputs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(outputs);
        ArgumentOutOfRangeException.ThrowIfNegative(inputs);
        if (format is not (HalfFormat.Float16 or HalfFormat.BFloat16)) throw HalfConversion.NoFormat(format);
        Format = format;
        Outputs = outputs;
        Inputs = inputs;
        panels = new AlignedBlock<ushort>(PanelLayout.Length(outputs, inputs), together: true);
    }

    /// <summary>A matrix of given weights.</summary>
    /// <param name="format">Format of the weights.</param>
    /// <param name="weights">Bits of <c>W</c>, row-major <c>[outputs, inputs]</c>.</param>
    /// <param name="outputs">Rows of <c>W</c>.</param>
    /// <param name="inputs">Columns of <c>W</c>.</param>
    /// <exception cref="ArgumentException">The length does not match, or there is no such format.</exception>
    public HalfMatrix(HalfFormat format, ReadOnlySpan<ushort> weights, int outputs, int inputs)
        : this(format, outputs, inputs)
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

    /// <summary>Format of the weights.</summary>
    public HalfFormat Format { get; }

    /// <inheritdoc/>
    public int Outputs { get; }

    /// <inheritdoc/>
    public int Inputs { get; }

    /// <inheritdoc/>
    public long LengthBytes => panels.Length * sizeof(ushort);

    /// <summary>Replaces rows of <c>W</c>; not while others read.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="rows">Bits of whole rows, one after the other.</param>
    /// <exception cref="ArgumentException">Not whole rows, or more than there are.</exception>
    public void SetRows(int first, ReadOnlySpan<ushort> rows)
    {
        int count = PackedRows.Count(this, first, rows.Length);
        fixed (ushort* values = &MemoryMarshal.GetReference(rows))
        {
            for (int row = 0; row < count;)
            {
                int width = Math.Min(PanelLayout.Width - ((first + row) % PanelLayout.Width), count - row);
                SetColumns(values + ((long)row * Inputs), width, panels.Pointer + PackedRows.Offset(first + row, Inputs));
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
        ushort* from = panels.Pointer + PackedRows.Offset(row, Inputs);
        bool halves = Format == HalfFormat.Float16;
        for (int k = 0; k < values.Length; k++, from += PanelLayout.Width) values[k] = halves ? Float16Panels.Load((byte*)from) : BFloat16Panels.Load((byte*)from);
    }

    /// <inheritdoc/>
    public void Dispose() => panels.Dispose();

    internal void Multiply(VectorPath path, ReadOnlySpan<float> x, int rows, Span<float> y, WorkerTeam team)
    {
        if (!PackedRows.Prepare(this, x, rows, y, team)) return;
        fixed (float* inputs = &MemoryMarshal.GetReference(x), results = &MemoryMarshal.GetReference(y))
        {
            if (Format == HalfFormat.BFloat16) Multiply<BFloat16Panels>(path, inputs, rows, results, team);
            else if (rows >= RowsWidenedFor) new PackingProduct<HalfSource<Float16Panels>>(PackedRows.Product<SinglePanels>(this, path, inputs, rows, results), new(panels.Pointer, Inputs, path)).Run(team);
            else if (finite) Multiply<FiniteFloat16Panels>(path, inputs, rows, results, team);
            else Multiply<Float16Panels>(path, inputs, rows, results, team);
        }
    }

    internal void MultiplyTransposed(VectorPath path, ReadOnlySpan<float> dy, int rows, Span<float> dx, bool add, WorkerTeam team)
    {
        if (!PackedRows.PrepareTransposed(this, dy, rows, dx, add, team)) return;
        fixed (float* results = &MemoryMarshal.GetReference(dy), inputs = &MemoryMarshal.GetReference(dx))
        {
            if (Format == HalfFormat.BFloat16) MultiplyTransposed<BFloat16Panels>(path, results, rows, inputs, add, team);
            else if (finite) MultiplyTransposed<FiniteFloat16Panels>(path, results, rows, inputs, add, team);
            else MultiplyTransposed<Float16Panels>(path, results, rows, inputs, add, team);
        }
    }

    private void MultiplyTransposed<TFormat>(VectorPath path, float* dy, int rows, float* dx, bool add, WorkerTeam team)
        where TFormat : struct, IPanelFormat =>
        new TransposedPanels<HalfTiles<TFormat>>(new HalfTiles<TFormat>(panels.Pointer, Inputs, path), Inputs).Multiply(path, Outputs, dy, rows, dx, add, team);

    private void Multiply<TFormat>(VectorPath path, float* x, int rows, float* y, WorkerTeam team)
        where TFormat : struct, IPanelFormat
    {
        PanelProduct<TFormat> product = PackedRows.Product<TFormat>(this, path, x, rows, y);
        product.Panels = (byte*)panels.Pointer;
        product.PanelBytes = (nint)Inputs * PanelLayout.Width * TFormat.ValueBytes;
        product.Run(team);
    }

    // In blocks: the lines that one row of weights touches are those that the next needs.
    private void SetColumns(ushort* from, int width, ushort* panel)
    {
        for (int block = 0; block < Inputs; block += TransposedBlock)
        {
            int end = Math.Min(block + TransposedBlock, Inputs);
            for (int i = 0; i < width; i++)
            {
                ushort* row = from + ((long)i * Inputs);
                for (int k = block; k < end; k++)
                {
                    panel[((long)k * PanelLayout.Width) + i] = row[k];
                    finite &= (row[k] & Exponent) != Exponent;
                }
            }
        }
    }
}

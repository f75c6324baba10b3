using Assay.Numerics.Matrices;
using Assay.Numerics.Memory;
using Assay.Numerics.Parallel;
using Assay.Numerics.Quantized.Panels;

namespace Assay.Numerics.Quantized;

/// <summary>The blocks of one row of a quantised matrix, wherever they are kept; called from several threads at once.</summary>
/// <param name="row">Number of the row, from 0.</param>
/// <returns>Exactly the row's blocks; must stay readable until the next call on the same thread.</returns>
public delegate ReadOnlySpan<byte> BlockRows(int row);

/// <summary>Weights of few bits that are multiplied as they are, in whole numbers: <c>y[r, o] = sum over blocks of (scale of w · scale of x · sum_i(w[i] · x[i]))</c>.</summary>
/// <remarks>
/// <para>
/// Inputs are rounded to 16 bits with a scale for every 32 values (16 with <see cref="QuantizedFormat.Q6K"/>): an error of at most <c>max|x| / 65534</c> of the block, so that a product is as good as that
/// with the dequantised weights to about 10^-5. The sum of a block is exact; the blocks are added in single precision from first to last. So the bits of a result depend neither on the number of threads,
/// nor on how many rows are multiplied together, nor on the processor's vector width: a prompt in one piece and token by token give the same. NaN or an infinity in an input makes the results of
/// its row NaN; blocks of inputs below 10^-34 count as zero.
/// </para>
/// <para>
/// The weights are copied, 32 rows side by side. Bytes a weight: Q8_0 1.0625, Q4_0 0.5625, Q4_K 0.578, Q6_K 1.07 (its values take a byte each here). Values are those of the file, none is rounded again.
/// </para>
/// <para>The gradient of the inputs, <see cref="MultiplyTransposed(ReadOnlySpan{float}, int, Span{float}, bool, WorkerTeam)"/>, is a product of floats with the dequantised weights.</para>
/// <para>Allocates nothing per call, once a thread has made room for its inputs. Safe to use from several threads until it is disposed.</para>
/// </remarks>
public sealed unsafe class QuantizedMatrix : IWeightMatrix
{
    private const int Width = 32;

    // Inputs in tiles are made and used in portions of about this size, so that they stay in the last-level cache and a long prompt needs no more room.
    private const long TileBytes = 4 << 20;

    [ThreadStatic]
    private static AlignedBlock<byte>? tiles;

    private readonly AlignedBlock<byte> panels;
    private readonly long panelBytes;

    /// <summary>Copies a matrix whose rows lie anywhere: in a mapped file of any length, for instance.</summary>
    /// <param name="format">How the blocks are laid out.</param>
    /// <param name="outputs">Rows, 1 or more.</param>
    /// <param name="inputs">Values of a row, a whole number of blocks, 1 block or more.</param>
    /// <param name="rows">Gives a row's blocks.</param>
    /// <param name="team">Who copies.</param>
    /// <exception cref="ArgumentException"><paramref name="inputs"/> is no whole number of blocks, a row is not as long as it has to be, or a scale is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is less than 1.</exception>
    /// <exception cref="OutOfMemoryException">There is not enough memory.</exception>
    public QuantizedMatrix(QuantizedFormat format, int outputs, int inputs, BlockRows rows, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(team);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        Format = format;
        Outputs = outputs;
        Inputs = inputs;
        int block = BlockLayout.ValuesPerBlock(format);
        if (inputs % block != 0) throw new ArgumentException($"Rows of {inputs} values are no whole number of {format} blocks of {block}.", nameof(inputs));
        panelBytes = (long)inputs / block * PanelKernels.UnitBytes(format);
        int count = (int)(((long)outputs + Width - 1) / Width);
        panels = new AlignedBlock<byte>(checked(count * panelBytes), together: true);
        var packing = new Packing(this, rows);
        try
        {
            team.Run(ref packing, count);
        }
        catch
        {
            panels.Dispose();
            throw;
        }
    }

    /// <summary>Copies a matrix that lies in one piece.</summary>
    /// <param name="format">How the blocks are laid out.</param>
    /// <param name="outputs">Rows, 1 or more.</param>
    /// <param name="inputs">Values of a row, a whole number of blocks, 1 block or more.</param>
    /// <param name="blocks">All blocks, row after row.</param>
    /// <param name="team">Who copies.</param>
    /// <returns>The matrix.</returns>
    /// <exception cref="ArgumentException">A length does not match, or a scale is not finite.</exception>
    public static QuantizedMatrix FromBlocks(QuantizedFormat format, int outputs, int inputs, ReadOnlySpan<byte> blocks, WorkerTeam team)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        int rowBytes = checked((int)BlockLayout.LengthBytes(format, inputs));
        if (blocks.Length != (long)outputs * rowBytes) throw new ArgumentException($"{outputs} rows of {inputs} values of {format} take {(long)outputs * rowBytes} bytes, not {blocks.Length}.", nameof(blocks));
        fixed (byte* start = blocks)
        {
            nint address = (nint)start;
            return new QuantizedMatrix(format, outputs, inputs, row => new ReadOnlySpan<byte>((byte*)address + ((long)row * rowBytes), rowBytes), team);
        }
    }

    /// <summary>Quantises a matrix of floats.</summary>
    /// <param name="format"><see cref="QuantizedFormat.Q8"/> or <see cref="QuantizedFormat.Q4"/>.</param>
    /// <param name="outputs">Rows, 1 or more.</param>
    /// <param name="inputs">Values of a row, a whole number of blocks, 1 block or more.</param>
    /// <param name="weights">Finite values, row after row.</param>
    /// <param name="team">Who does it.</param>
    /// <returns>The matrix.</returns>
    /// <exception cref="ArgumentException">A length does not match, the format is only read, or a value cannot be quantised.</exception>
    public static QuantizedMatrix FromFloats(QuantizedFormat format, int outputs, int inputs, ReadOnlySpan<float> weights, WorkerTeam team)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        int rowBytes = checked((int)BlockLayout.LengthBytes(format, inputs));
        if (weights.Length != (long)outputs * inputs) throw new ArgumentException($"A matrix of {outputs} x {inputs} has {(long)outputs * inputs} values, not {weights.Length}.", nameof(weights));
        fixed (float* start = weights)
        {
            nint address = (nint)start;
            return new QuantizedMatrix(format, outputs, inputs, Quantized, team);

            ReadOnlySpan<byte> Quantized(int row)
            {
                var blocks = new byte[rowBytes];
                BlockQuantizer.Quantize(format, new ReadOnlySpan<float>((float*)address + ((long)row * inputs), inputs), blocks);
                return blocks;
            }
        }
    }

    /// <summary>How the weights were laid out where they came from.</summary>
    public QuantizedFormat Format { get; }

    /// <inheritdoc/>
    public int Outputs { get; }

    /// <inheritdoc/>
    public int Inputs { get; }

    /// <inheritdoc/>
    public long LengthBytes => panels.Length;

    /// <inheritdoc/>
    public void Multiply(ReadOnlySpan<float> x, int rows, Span<float> y, WorkerTeam team) => Multiply(PanelKernels.Widest, x, rows, y, team);

    /// <inheritdoc/>
    public void MultiplyTransposed(ReadOnlySpan<float> dy, int rows, Span<float> dx, bool add, WorkerTeam team) => MultiplyTransposed(PanelKernels.Widest, dy, rows, dx, add, team);

    /// <inheritdoc/>
    public void CopyRow(int row, Span<float> values)
    {
        if (row < 0 || row >= Outputs) throw new ArgumentOutOfRangeException(nameof(row), row, $"The matrix has {Outputs} rows.");
        if (values.Length != Inputs) throw new ArgumentException($"A row of {Inputs} values does not fit {values.Length}.", nameof(values));
        PanelKernels.Unpack(Format, panels.Pointer + (row / Width * panelBytes), row % Width, values);
        GC.KeepAlive(this);
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose() => panels.Dispose();

    internal void Multiply(int bits, ReadOnlySpan<float> x, int rows, Span<float> y, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(team);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        if (x.Length != (long)rows * Inputs) throw new ArgumentException($"{rows} inputs of {Inputs} values are {(long)rows * Inputs}, not {x.Length}.", nameof(x));
        if (y.Length != (long)rows * Outputs) throw new ArgumentException($"{rows} results of {Outputs} values are {(long)rows * Outputs}, not {y.Length}.", nameof(y));
        long rowBytes = PanelKernels.TileRowBytes(Format, Inputs);
        int portion = (int)Math.Clamp(TileBytes / rowBytes / Tiling.Full * Tiling.Full, Tiling.Full, 1 << 20);
        AlignedBlock<byte> room = Room(Math.Min(rows, portion) * rowBytes);
        fixed (float* from = x, to = y)
        {
            for (int row = 0; row < rows; row += portion)
            {
                var product = new PanelOperands
                {
                    X = from + ((long)row * Inputs),
                    Tiles = room.Pointer,
                    Panels = panels.Pointer,
                    Y = to + ((long)row * Outputs),
                    Rows = Math.Min(portion, rows - row),
                    Inputs = Inputs,
                    Outputs = Outputs,
                };
                PanelKernels.Multiply(bits, Format, product, team);
            }
        }

        GC.KeepAlive(this);
    }

    internal void MultiplyTransposed(int bits, ReadOnlySpan<float> dy, int rows, Span<float> dx, bool add, WorkerTeam team)
    {
        if (!PackedRows.PrepareTransposed(this, dy, rows, dx, add, team)) return;
        fixed (float* from = dy, to = dx)
        {
            var product = new GradientOperands { Panels = panels.Pointer, PanelBytes = panelBytes, Outputs = Outputs, Inputs = Inputs, DY = from, Rows = rows, DX = to, Add = add };
            PanelKernels.MultiplyTransposed(bits, Format, product, team);
        }

        GC.KeepAlive(this);
    }

    private static AlignedBlock<byte> Room(long bytes)
    {
        tiles ??= new AlignedBlock<byte>(bytes);
        if (tiles.Length < bytes) tiles.Resize(bytes);
        return tiles;
    }

    private readonly struct Packing(QuantizedMatrix matrix, BlockRows rows) : IParts
    {
        private readonly int rowBytes = checked((int)BlockLayout.LengthBytes(matrix.Format, matrix.Inputs));

        public void Do(int part)
        {
            for (int lane = 0; lane < Width && (part * Width) + lane < matrix.Outputs; lane++)
            {
                int row = (part * Width) + lane;
                ReadOnlySpan<byte> blocks = rows(row);
                if (blocks.Length != rowBytes) throw new ArgumentException($"Row {row} of {matrix.Inputs} values of {matrix.Format} takes {rowBytes} bytes, not {blocks.Length}.");
                PanelPacker.Pack(matrix.Format, row, blocks, matrix.panels.Pointer + (part * matrix.panelBytes));
            }
        }
    }
}

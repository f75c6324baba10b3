using System.Numerics.Tensors;
using Assay.Models.Adapters;
using Assay.Models.Weights;
using Assay.Numerics.Matrices;
using Assay.Numerics.Parallel;
using Assay.Numerics.Quantized;
using Assay.Text;

namespace Assay.Models.Decoders;

/// <summary>Puts the matrices of a weight file into the form they are multiplied in. Every weight is checked on its way: one that is no finite number is an error that names it.</summary>
internal static class WeightMatrices
{
    // Rows that are converted at once: a few hundred kilobytes.
    private const int ValuesAtOnce = 1 << 17;

    /// <summary>A matrix.</summary>
    /// <param name="tensor">Its weights, <c>[outputs, inputs]</c>.</param>
    /// <param name="precision">The form that is asked for.</param>
    /// <param name="team">Who works on it.</param>
    /// <param name="order">From a row of the matrix to the row of the tensor that it is; null when they are the same.</param>
    public static IWeightMatrix Of(WeightTensor tensor, WeightPrecision precision, WorkerTeam team, Func<int, int>? order = null)
    {
        if (precision != WeightPrecision.Full && tensor.Blocks is { } stored) return Blocks(tensor, stored, RowsOf(tensor, stored, order), team);
        if (Blocks(precision) is { } blocks && FillsBlocks(tensor)) return Blocks(tensor, blocks, QuantisedRows(tensor, blocks, (row, values) => tensor.ReadWeights(order?.Invoke(row) ?? row, 1, values)), team);
        if (precision == WeightPrecision.AsStored && tensor.Type is WeightType.F16 or WeightType.BF16) return Halves(tensor, order);
        return Packed(tensor, order);
    }

    /// <summary>A matrix with an adapter merged into it: its weights are added up in full precision and brought into the form that is asked for.</summary>
    /// <param name="tensor">Its weights, <c>[outputs, inputs]</c>.</param>
    /// <param name="precision">The form that is asked for.</param>
    /// <param name="team">Who works on it.</param>
    /// <param name="order">From a row of the matrix to the row of the tensor that it is; null when they are the same.</param>
    /// <param name="delta">What is added, row by row of the matrix.</param>
    /// <exception cref="InputException">The tensor is stored in blocks and to be kept so.</exception>
    public static IWeightMatrix Merged(WeightTensor tensor, WeightPrecision precision, WorkerTeam team, Func<int, int>? order, LoraDelta delta)
    {
        if (precision == WeightPrecision.AsStored && tensor.Blocks is not null)
        {
            throw new InputException(new Problem(tensor.File, null,
                $"tensor '{tensor.Name}' is stored as {tensor.TypeName}: merged with an adapter it would be quantised a second time, which can undo what was learnt. Use the adapter without merging it, which is exact, or load the model in full precision or in 8 bits."));
        }

        var more = new ThreadLocal<float[]>(() => new float[tensor.RowLength]);
        void Read(int row, Span<float> values)
        {
            tensor.ReadWeights(order?.Invoke(row) ?? row, 1, values);
            delta.CopyRow(row, more.Value);
            TensorPrimitives.Add(values, more.Value, values);
        }

        if (Blocks(precision) is { } blocks && FillsBlocks(tensor)) return Blocks(tensor, blocks, QuantisedRows(tensor, blocks, Read), team);
        return precision == WeightPrecision.AsStored && tensor.Type is WeightType.F16 or WeightType.BF16 ? MergedHalves(tensor, Read) : MergedRows(tensor, Read);
    }

    /// <summary>Bytes that a tensor takes as a matrix.</summary>
    /// <param name="tensor">Its weights.</param>
    /// <param name="precision">The form that is asked for.</param>
    /// <param name="merged">Whether an adapter is merged into it.</param>
    public static long LengthBytes(WeightTensor tensor, WeightPrecision precision, bool merged = false) => precision switch
    {
        WeightPrecision.Full => tensor.Count * sizeof(float),
        _ when merged && Blocks(precision) is { } blocks && FillsBlocks(tensor) => BlockLayout.LengthBytes(blocks, tensor.Count),
        _ when tensor.Blocks is { } blocks => BlockLayout.LengthBytes(blocks, tensor.Count),
        _ when Blocks(precision) is { } blocks && FillsBlocks(tensor) => BlockLayout.LengthBytes(blocks, tensor.Count),
        _ when tensor.Type is WeightType.F16 or WeightType.BF16 => tensor.LengthBytes,
        _ => tensor.Count * sizeof(float),
    };

    private static QuantizedMatrix Blocks(WeightTensor tensor, QuantizedFormat format, BlockRows rows, WorkerTeam team)
    {
        try
        {
            return new QuantizedMatrix(format, checked((int)tensor.Rows), checked((int)tensor.RowLength), rows, team);
        }
        catch (ArgumentException error)
        {
            throw new ModelFormatException(WeightFault.NotFinite, tensor.File, tensor.Name, error.Message + " Download the model again.");
        }
    }

    private static BlockRows RowsOf(WeightTensor tensor, QuantizedFormat format, Func<int, int>? order)
    {
        int length = checked((int)BlockLayout.LengthBytes(format, tensor.RowLength));
        var room = new ThreadLocal<byte[]>(() => new byte[length]);
        return row => tensor.RowBlocks(order?.Invoke(row) ?? row, room.Value);
    }

    private static bool FillsBlocks(WeightTensor tensor) => tensor.RowLength % BlockLayout.ValuesPerBlock(QuantizedFormat.Q8) == 0;

    // The form that weights are brought into; null when they stay what they are.
    private static QuantizedFormat? Blocks(WeightPrecision precision) => precision switch
    {
        WeightPrecision.EightBit => QuantizedFormat.Q8,
        WeightPrecision.FourBit => QuantizedFormat.Q4,
        _ => null,
    };

    private static BlockRows QuantisedRows(WeightTensor tensor, QuantizedFormat format, RowReader read)
    {
        int inputs = checked((int)tensor.RowLength), length = checked((int)BlockLayout.LengthBytes(format, inputs));
        var buffers = new ThreadLocal<(float[] Values, byte[] Blocks)>(() => (new float[inputs], new byte[length]));
        return row =>
        {
            (float[] values, byte[] blocks) = buffers.Value;
            read(row, values);
            BlockQuantizer.Quantize(format, values, blocks);
            return blocks;
        };
    }

    private static PackedMatrix MergedRows(WeightTensor tensor, RowReader read)
    {
        int outputs = checked((int)tensor.Rows), inputs = checked((int)tensor.RowLength);
        var matrix = new PackedMatrix(outputs, inputs);
        float[] values = new float[inputs];
        for (int row = 0; row < outputs; row++)
        {
            read(row, values);
            matrix.SetRows(row, values);
        }

        return matrix;
    }

    private static HalfMatrix MergedHalves(WeightTensor tensor, RowReader read)
    {
        int outputs = checked((int)tensor.Rows), inputs = checked((int)tensor.RowLength);
        HalfFormat format = tensor.Type == WeightType.F16 ? HalfFormat.Float16 : HalfFormat.BFloat16;
        var matrix = new HalfMatrix(format, outputs, inputs);
        float[] values = new float[inputs];
        ushort[] halves = new ushort[inputs];
        for (int row = 0; row < outputs; row++)
        {
            read(row, values);
            if (format == HalfFormat.Float16 && TensorPrimitives.MaxMagnitude(values) is var largest && !(Math.Abs(largest) <= (float)Half.MaxValue))
                throw new ModelFormatException(WeightFault.NotFinite, tensor.File, tensor.Name, FormattableString.Invariant($"merged with the adapter a weight of row {row} is {largest}, beyond F16, whose largest is {Half.MaxValue}. Load the model in full precision."));
            HalfConversion.Narrow(format, values, halves);
            matrix.SetRows(row, halves);
        }

        return matrix;
    }

    private static PackedMatrix Packed(WeightTensor tensor, Func<int, int>? order)
    {
        int outputs = checked((int)tensor.Rows), inputs = checked((int)tensor.RowLength);
        var matrix = new PackedMatrix(outputs, inputs);
        int atOnce = Math.Max(1, ValuesAtOnce / Math.Max(1, inputs));
        float[] values = new float[(long)Math.Min(atOnce, outputs) * inputs];
        for (int first = 0; first < outputs; first += atOnce)
        {
            int count = Math.Min(atOnce, outputs - first);
            Span<float> rows = values.AsSpan(0, count * inputs);
            if (order is null) tensor.ReadWeights(first, count, rows);
            else
                for (int i = 0; i < count; i++) tensor.ReadWeights(order(first + i), 1, rows.Slice(i * inputs, inputs));
            matrix.SetRows(first, rows);
        }

        return matrix;
    }

    private static HalfMatrix Halves(WeightTensor tensor, Func<int, int>? order)
    {
        int outputs = checked((int)tensor.Rows), inputs = checked((int)tensor.RowLength);
        var matrix = new HalfMatrix(tensor.Type == WeightType.F16 ? HalfFormat.Float16 : HalfFormat.BFloat16, outputs, inputs);
        int atOnce = order is null ? Math.Max(1, ValuesAtOnce / Math.Max(1, inputs)) : 1;
        for (int first = 0; first < outputs; first += atOnce)
        {
            int count = Math.Min(atOnce, outputs - first), row = order?.Invoke(first) ?? first;
            matrix.SetRows(first, tensor.HalfWeights(row, count));
        }

        return matrix;
    }

    // A row of a matrix, in full precision.
    private delegate void RowReader(int row, Span<float> values);
}

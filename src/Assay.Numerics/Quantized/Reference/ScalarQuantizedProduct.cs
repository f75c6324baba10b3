namespace Assay.Numerics.Quantized.Reference;

/// <summary>The product of <see cref="QuantizedMatrix"/> as its definition says, from the blocks of a file and one value at a time: what the kernels are tested and timed against, bit for bit.</summary>
public static class ScalarQuantizedProduct
{
    private const int Largest = 32767;

    /// <summary><c>y = x · Wᵀ</c>.</summary>
    /// <param name="format">How the blocks are laid out.</param>
    /// <param name="blocks">The rows of W, one after the other.</param>
    /// <param name="x">Inputs, <c>[rows, inputs]</c>.</param>
    /// <param name="inputs">Values of a row, a whole number of blocks.</param>
    /// <param name="y">Takes the results, <c>[rows, outputs]</c>.</param>
    /// <exception cref="ArgumentException">A length does not match.</exception>
    public static void Multiply(QuantizedFormat format, ReadOnlySpan<byte> blocks, ReadOnlySpan<float> x, int inputs, Span<float> y)
    {
        int rowBytes = checked((int)BlockLayout.LengthBytes(format, inputs)), outputs = blocks.Length / rowBytes, rows = x.Length / inputs;
        if (blocks.Length != outputs * rowBytes || x.Length != rows * inputs || y.Length != rows * outputs)
            throw new ArgumentException($"{blocks.Length} bytes of weights, {x.Length} inputs and {y.Length} results do not belong together for rows of {inputs} values.");
        int group = format == QuantizedFormat.Q6K ? 16 : 32;
        for (int row = 0; row < rows; row++)
        {
            for (int output = 0; output < outputs; output++)
                y[(row * outputs) + output] = Dot(format, group, blocks.Slice(output * rowBytes, rowBytes), x.Slice(row * inputs, inputs));
        }
    }

    private static float Dot(QuantizedFormat format, int group, ReadOnlySpan<byte> blocks, ReadOnlySpan<float> x)
    {
        int values = BlockLayout.ValuesPerBlock(format), bytes = BlockLayout.BytesPerBlock(format);
        Span<int> q = stackalloc int[group];
        float result = 0;
        for (int start = 0; start < x.Length; start += group)
        {
            float xScale = Quantize(x.Slice(start, group), q), scale = 0, minimum = 0;
            long dot = 0, sum = 0;
            for (int i = 0; i < group; i++)
            {
                (scale, int w, minimum) = ScalarBlocks.Value(format, blocks.Slice(start / values * bytes, bytes), (start + i) % values);
                dot += w * q[i];
                sum += q[i];
            }

            result = MathF.FusedMultiplyAdd(dot, scale * xScale, result);
            if (format == QuantizedFormat.Q4K) result = MathF.FusedMultiplyAdd(minimum, -(xScale * sum), result);
        }

        return result;
    }

    private static float Quantize(ReadOnlySpan<float> x, Span<int> q)
    {
        q.Clear();
        float largest = 0;
        foreach (float value in x)
        {
            if (!float.IsFinite(value)) return float.NaN;
            largest = MathF.Max(largest, MathF.Abs(value));
        }

        float inverse = Largest / largest;
        if (!float.IsFinite(inverse)) return 0;
        for (int i = 0; i < x.Length; i++) q[i] = (int)Math.Round((double)x[i] * inverse, MidpointRounding.ToEven);
        return largest / Largest;
    }
}

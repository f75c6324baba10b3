using Assay.Numerics.Parallel;
using Assay.Numerics.Quantized.Panels;

namespace Assay.Numerics.Quantized.Reference;

/// <summary>Each path of the quantised kernels by itself, so that all that this processor has can be tested and timed and not only the widest.</summary>
public static class QuantizedPaths
{
    /// <summary>Dequantises by one path of <see cref="BlockDequantizer"/>.</summary>
    /// <param name="bits">512, 256 or 128.</param>
    /// <param name="format">How the blocks are laid out.</param>
    /// <param name="blocks">The blocks.</param>
    /// <param name="values">Takes all their values.</param>
    /// <returns>False, and nothing is done, when this processor lacks the path's instructions.</returns>
    /// <exception cref="ArgumentException">A length does not match or there is no such path.</exception>
    public static bool TryDequantize(int bits, QuantizedFormat format, ReadOnlySpan<byte> blocks, Span<float> values)
    {
        if (bits == 32) throw new ArgumentException("Dequantising has no path without vectors beside its reference.", nameof(bits));
        if (!PanelKernels.Has(bits)) return false;
        BlockDequantizer.Dequantize(bits, format, blocks, values);
        return true;
    }

    /// <summary>Multiplies by one path of <see cref="QuantizedMatrix"/>.</summary>
    /// <param name="bits">512, 256, 128, or 32 for the one without vectors.</param>
    /// <param name="matrix">The weights.</param>
    /// <param name="x">Inputs, <c>[rows, inputs]</c>.</param>
    /// <param name="rows">Number of inputs.</param>
    /// <param name="y">Takes the results, <c>[rows, outputs]</c>.</param>
    /// <param name="team">Who works on it.</param>
    /// <returns>False, and nothing is done, when this processor lacks the path's instructions.</returns>
    /// <exception cref="ArgumentException">A length does not match or there is no such path.</exception>
    public static bool TryMultiply(int bits, QuantizedMatrix matrix, ReadOnlySpan<float> x, int rows, Span<float> y, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (!PanelKernels.Has(bits)) return false;
        matrix.Multiply(bits, x, rows, y, team);
        return true;
    }
}

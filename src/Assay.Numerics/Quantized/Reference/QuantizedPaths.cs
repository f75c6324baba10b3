using System.Runtime.Intrinsics.X86;

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
        if (!Has(bits)) return false;
        BlockDequantizer.Dequantize(bits, format, blocks, values);
        return true;
    }

    private static bool Has(int bits) => bits switch
    {
        512 => Avx512BW.IsSupported,
        256 => Avx2.IsSupported,
        128 => true,
        _ => throw new ArgumentException($"There is no path of {bits} bits.", nameof(bits)),
    };
}

using System.Runtime.Intrinsics;

namespace Assay.Numerics.Layers.Elementary;

/// <summary>Which vector width a kernel runs at: the widest the processor has, or the one a test asks for.</summary>
internal static class VectorPath
{
    // Asked on the calling thread only; a kernel hands the answer to its parts.
    [ThreadStatic]
    private static int forced;

    /// <summary>512, 256 or 128, or 32 for single values.</summary>
    public static int Bits => forced != 0 ? forced : Widest;

    private static int Widest => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 32;

    /// <summary>Makes kernels called by this thread run at one width, also one that the processor has to imitate, until the result is disposed.</summary>
    /// <param name="bits">512, 256, 128 or 32.</param>
    /// <returns>Ends it.</returns>
    public static Forced Force(int bits)
    {
        if (bits is not (512 or 256 or 128 or 32)) throw new ArgumentOutOfRangeException(nameof(bits), bits, "There are paths of 512, 256, 128 and 32 bits.");
        forced = bits;
        return default;
    }

    /// <summary>Ends what <see cref="Force"/> began.</summary>
    internal readonly struct Forced : IDisposable
    {
        public void Dispose() => forced = 0;
    }
}

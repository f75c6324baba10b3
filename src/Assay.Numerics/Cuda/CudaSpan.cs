namespace Assay.Numerics.Cuda;

/// <summary>Values of 4 bytes in a graphics processor's memory.</summary>
/// <param name="Address">Where, as the processor counts.</param>
/// <param name="Length">How many.</param>
public readonly record struct CudaSpan(ulong Address, long Length)
{
    /// <summary>None: kernels see a null pointer.</summary>
    public static CudaSpan None => default;

    /// <summary>A part.</summary>
    /// <param name="start">From this value on.</param>
    /// <param name="length">So many.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not inside.</exception>
    public CudaSpan Slice(long start, long length)
    {
        if (start < 0 || length < 0 || start > Length - length) throw new ArgumentOutOfRangeException(nameof(start), start, $"{length} values from {start} on are not inside {Length}.");
        return new CudaSpan(Address + ((ulong)start * sizeof(float)), length);
    }

    /// <summary>Refuses to be read or written past its end.</summary>
    internal void Require(long length)
    {
        if (length > Length) throw new ArgumentException($"{length} values are needed; there are {Length}.");
    }
}

namespace Assay.Numerics.Cuda;

/// <summary>What a kernel takes: a pointer, a whole number or a float.</summary>
public readonly struct CudaArgument
{
    private CudaArgument(ulong bits) => Bits = bits;

    // The lowest bytes are what a kernel reads of a shorter type.
    internal ulong Bits { get; }

    /// <summary>A pointer.</summary>
    /// <param name="span">To these values.</param>
    public static implicit operator CudaArgument(CudaSpan span) => new(span.Address);

    /// <summary>An <c>int</c>.</summary>
    /// <param name="value">Its value.</param>
    public static implicit operator CudaArgument(int value) => new((uint)value);

    /// <summary>A <c>float</c>.</summary>
    /// <param name="value">Its value.</param>
    public static implicit operator CudaArgument(float value) => new(BitConverter.SingleToUInt32Bits(value));
}

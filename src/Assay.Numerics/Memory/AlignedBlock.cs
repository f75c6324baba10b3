using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Assay.Numerics.Memory;

/// <summary>A block of native memory offered as spans: no limit of 2^31 values, aligned for vector loads, never moved by the collector.</summary>
/// <typeparam name="T">A type without references.</typeparam>
/// <remarks>
/// Starts at zero. Blocks of 2 MiB and more ask for huge pages, which spares random reads most of their address translations. Reading is
/// safe from any number of threads. A span must not be used after <see cref="Dispose"/> or <see cref="Resize"/>.
/// </remarks>
public sealed unsafe class AlignedBlock<T> : IDisposable
    where T : unmanaged
{
    private NativeMemoryHandle memory;
    private T* start;

    /// <summary>Allocates a block.</summary>
    /// <param name="length">Number of values, 0 or more; all zero at first.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    /// <exception cref="OutOfMemoryException">There is not enough memory.</exception>
    public AlignedBlock(long length)
        : this(length, together: false)
    {
    }

    /// <summary>Allocates a block.</summary>
    /// <param name="length">Number of values, 0 or more; all zero at first.</param>
    /// <param name="together">Whether it shares huge pages with others if it is not long: for many that are read one after the other, and that stay or go together.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    /// <exception cref="OutOfMemoryException">There is not enough memory.</exception>
    public AlignedBlock(long length, bool together)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        long bytes = checked(length * sizeof(T));
        memory = together ? NativeMemoryHandle.AllocateTogether(bytes) : NativeMemoryHandle.Allocate(bytes);
        start = (T*)memory.Address;
        Length = length;
    }

    /// <summary>Number of values.</summary>
    public long Length { get; private set; }

    /// <summary>The first value, for the kernels of this project.</summary>
    internal T* Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(start is null, this);
            return start;
        }
    }

    /// <summary>A part of the block.</summary>
    /// <param name="offset">First value.</param>
    /// <param name="count">Number of values.</param>
    /// <returns>A view, not a copy; valid until <see cref="Dispose"/> or <see cref="Resize"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The part is not within the block.</exception>
    /// <exception cref="ObjectDisposedException">The block was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Span(long offset, int count)
    {
        if (offset < 0 || count < 0 || offset > Length - count) ThrowOutside(offset, count);
        return MemoryMarshal.CreateSpan(ref Unsafe.AsRef<T>(Pointer + offset), count);
    }

    /// <summary>A part of the block as bytes in the machine's order, to write it to a file or read it from one.</summary>
    /// <param name="offset">First value.</param>
    /// <param name="count">Number of values; their bytes must not exceed 2 GiB.</param>
    /// <returns>A view, not a copy; valid until <see cref="Dispose"/> or <see cref="Resize"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The part is not within the block.</exception>
    /// <exception cref="ObjectDisposedException">The block was disposed.</exception>
    public Span<byte> Bytes(long offset, int count) => MemoryMarshal.AsBytes(Span(offset, count));

    /// <summary>Asks the processor to fetch a part into its cache while it works on something else. Changes no result; a part outside the block is ignored.</summary>
    /// <param name="offset">First value.</param>
    /// <param name="count">Number of values.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(long offset, int count)
    {
        if (offset >= 0 && count > 0 && offset <= Length - count) Cache.Prefetch(start + offset, (nint)count * sizeof(T));
    }

    /// <summary>Gives the block another length; values that fit stay, new ones are zero.</summary>
    /// <param name="length">Number of values, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    /// <exception cref="OutOfMemoryException">There is not enough memory; the block is as it was.</exception>
    public void Resize(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ObjectDisposedException.ThrowIf(start is null, this);
        NativeMemoryHandle next = NativeMemoryHandle.Allocate(checked(length * sizeof(T)));
        long kept = Math.Min(length, Length) * sizeof(T);
        Buffer.MemoryCopy(start, next.Address, kept, kept);
        memory.Dispose();
        memory = next;
        start = (T*)next.Address;
        Length = length;
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        start = null;
        Length = 0;
        memory.Dispose();
    }

    private static void ThrowOutside(long offset, int count) =>
        throw new ArgumentOutOfRangeException(nameof(offset), $"{count} values at {offset} are not within the block.");
}

using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Assay.Numerics.Memory;

/// <summary>A file mapped for reading, offered as spans: weights and indexes of any size without a copy.</summary>
/// <remarks>
/// Offsets are <see cref="long"/>, so files may be larger than 2 GiB although one span may not. Reading is safe from any number of
/// threads. A span must not be used after <see cref="Dispose"/>; the file must not be shortened while it is mapped.
/// </remarks>
public sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile? file;
    private readonly MemoryMappedViewAccessor? view;
    private byte* start;

    /// <summary>Maps a file.</summary>
    /// <param name="path">The file; may be empty.</param>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public MappedFile(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        LengthBytes = stream.Length;
        if (LengthBytes == 0) return;
        file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        start += view.PointerOffset;
    }

    /// <summary>Size of the file in bytes when it was mapped.</summary>
    public long LengthBytes { get; }

    /// <summary>A part of the file as values of <typeparamref name="T"/>, in the machine's byte order.</summary>
    /// <typeparam name="T">A type without references.</typeparam>
    /// <param name="offset">First byte; a multiple of the size of <typeparamref name="T"/> for full speed.</param>
    /// <param name="count">Number of values, 0 or more.</param>
    /// <returns>A view, not a copy; valid until <see cref="Dispose"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The part is not within the file.</exception>
    /// <exception cref="ObjectDisposedException">The file is no longer mapped.</exception>
    public ReadOnlySpan<T> Slice<T>(long offset, int count)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        long bytes = (long)count * sizeof(T);
        if (offset > LengthBytes - bytes) throw new ArgumentOutOfRangeException(nameof(offset), $"{bytes} bytes at {offset} are not within the {LengthBytes} bytes of the file.");
        if (count == 0) return [];
        ObjectDisposedException.ThrowIf(start is null, this);
        return MemoryMarshal.CreateReadOnlySpan(ref Unsafe.AsRef<T>(start + offset), count);
    }

    /// <summary>Ends the mapping.</summary>
    public void Dispose()
    {
        if (start is not null) view!.SafeMemoryMappedViewHandle.ReleasePointer();
        start = null;
        view?.Dispose();
        file?.Dispose();
    }
}

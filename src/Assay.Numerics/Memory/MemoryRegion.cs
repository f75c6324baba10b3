using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Assay.Numerics.Memory;

/// <summary>Bytes that do not change, in memory or in a mapped file, read as spans of values: one reader for an index that was just built and one that was loaded.</summary>
/// <remarks>
/// Reading is safe from any number of threads. A mapped region that nothing refers to any more is unmapped by the garbage collector, so
/// that readers need not be counted; a method that holds a span keeps the region alive with <see cref="GC.KeepAlive"/> until it is done with it.
/// </remarks>
public sealed class MemoryRegion : IDisposable
{
    private readonly byte[]? bytes;
    private readonly MappedFile? file;

    /// <summary>A region over an array.</summary>
    /// <param name="bytes">The content; not copied, and not to be changed from now on.</param>
    public MemoryRegion(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        this.bytes = bytes;
        GC.SuppressFinalize(this);
    }

    /// <summary>A region over a whole file.</summary>
    /// <param name="path">The file; must not be shortened or changed while the region is used, but may be replaced by renaming another over it.</param>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public MemoryRegion(string path)
    {
        // Windows does not let a mapped file be replaced, so there it is read instead.
        if (OperatingSystem.IsWindows()) bytes = File.ReadAllBytes(path);
        else file = new MappedFile(path);
    }

    /// <summary>A region over a mapped file of any size, on every system; on Windows the file cannot be replaced while it is mapped.</summary>
    /// <param name="file">The file; owned by the region from now on.</param>
    public MemoryRegion(MappedFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        this.file = file;
    }

    /// <summary>Ends the mapping once nothing can read it.</summary>
    ~MemoryRegion() => file?.Dispose();

    /// <summary>Ends the mapping at once; only for who knows that nobody reads it.</summary>
    public void Dispose()
    {
        file?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Size in bytes.</summary>
    public long LengthBytes => bytes?.LongLength ?? file!.LengthBytes;

    /// <summary>A part of the region as values of <typeparamref name="T"/>, in the machine's byte order.</summary>
    /// <typeparam name="T">A type without references.</typeparam>
    /// <param name="offset">First byte; a multiple of the size of <typeparamref name="T"/> for full speed.</param>
    /// <param name="count">Number of values, 0 or more.</param>
    /// <returns>A view, not a copy.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The part is not within the region.</exception>
    public ReadOnlySpan<T> Slice<T>(long offset, int count)
        where T : unmanaged
    {
        if (file is not null) return file.Slice<T>(offset, count);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        long length = (long)count * Unsafe.SizeOf<T>();
        if (offset > bytes!.Length - length) throw new ArgumentOutOfRangeException(nameof(offset), $"{length} bytes at {offset} are not within the {bytes.Length} bytes of the region.");
        return MemoryMarshal.Cast<byte, T>(bytes.AsSpan((int)offset, (int)length));
    }
}

using Assay.Numerics.Memory;
using Microsoft.Win32.SafeHandles;

namespace Assay.Retrieval.Keyword.Segments;

/// <summary>Where a segment is written: into memory, or into a new file that is on disk when it is closed.</summary>
internal sealed class SegmentTarget : IDisposable
{
    private readonly byte[]? bytes;
    private readonly SafeFileHandle? file;
    private readonly string? path;

    /// <summary>A target of a fixed size.</summary>
    /// <param name="lengthBytes">Its size.</param>
    /// <param name="path">The file; null for memory, which holds at most 2 GB.</param>
    public SegmentTarget(long lengthBytes, string? path)
    {
        LengthBytes = lengthBytes;
        this.path = path;
        if (path is null)
        {
            bytes = new byte[lengthBytes];
            return;
        }

        file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.SetLength(file, lengthBytes);
    }

    /// <summary>Whether this is a file.</summary>
    public bool IsFile => file is not null;

    /// <summary>Size in bytes.</summary>
    public long LengthBytes { get; }

    /// <summary>Writes bytes at a place within the target.</summary>
    public void Write(long offset, ReadOnlySpan<byte> content)
    {
        if (file is not null) RandomAccess.Write(file, content, offset);
        else content.CopyTo(bytes.AsSpan((int)offset, content.Length));
    }

    /// <summary>What was written; a file is flushed to the disk only by <see cref="FlushToDisk"/>.</summary>
    public MemoryRegion Region() => path is null ? new MemoryRegion(bytes!) : new MemoryRegion(path);

    /// <summary>Waits until a file is on the disk.</summary>
    public void FlushToDisk()
    {
        if (file is not null) RandomAccess.FlushToDisk(file);
    }

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();
}

namespace Assay.Retrieval.Reading.Archives;

/// <summary>What is unpacked, counted while it is read: whatever sizes an archive states, no more comes out of it than its budget and its bytes allow.</summary>
/// <param name="inner">The unpacking stream; disposed with this one.</param>
/// <param name="budget">Counts over all entries of a file, those of archives within it included.</param>
/// <param name="packed">Bytes that the entry takes in the archive.</param>
internal sealed class LimitedStream(Stream inner, UnpackBudget budget, long packed) : Stream
{
    private long unpacked;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => unpacked;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int read = inner.Read(buffer);
        unpacked += read;
        budget.Take(read, unpacked, packed);
        return read;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}

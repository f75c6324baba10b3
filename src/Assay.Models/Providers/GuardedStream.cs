namespace Assay.Models.Providers;

/// <summary>The body of a response with limits: its size, the silence between two reads, and, for event streams, that it ends as the protocol says.</summary>
/// <param name="inner">The body as it comes from the network.</param>
/// <param name="watch">Reads along with an event stream; null for a plain body.</param>
/// <param name="options">The limits.</param>
/// <param name="errors">Makes the exceptions.</param>
/// <param name="time">The clock of the silence.</param>
internal sealed class GuardedStream(Stream inner, SseWatch? watch, ProviderOptions options, ProviderErrors errors, TimeProvider time) : Stream
{
    private long read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => read;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (watch is { IsEnded: true })
            return 0;
        int count = await ReadWithinAsync(buffer, cancellationToken).ConfigureAwait(false);
        read += count;
        if (read > options.MaxResponseBytes)
            throw errors.Malformed($"the answer is longer than {options.MaxResponseBytes} bytes and was cut off. Lower the number of output tokens or raise the limit.", false, null);
        watch?.Feed(buffer.Span[..count]);
        if (count == 0 && buffer.Length > 0 && watch is { IsComplete: false })
            throw errors.Disconnected("the stream ended before the answer was complete.", null);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Answers are read asynchronously.");

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadWithinAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using CancellationTokenSource silence = new(watch is null ? Timeout.InfiniteTimeSpan : options.IdleTimeout, time);
        using CancellationTokenSource any = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        try
        {
            return await ReadFromNetworkAsync(buffer, any.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (silence.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw errors.TimedOut($"the stream was silent for {options.IdleTimeout.TotalSeconds:0.###} s.", e);
        }
    }

    private async ValueTask<int> ReadFromNetworkAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw errors.Disconnected("the connection broke before the answer was complete.", e);
        }
    }
}

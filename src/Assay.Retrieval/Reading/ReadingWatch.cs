using System.Globalization;
using Assay.Retrieval.Documents;

namespace Assay.Retrieval.Reading;

/// <summary>Watches one file being read and stops it through its token when it takes too long or too much memory. Readers look at the token; no thread is ever left running.</summary>
internal sealed class ReadingWatch : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static int running;
    private readonly ReadingOptions options;
    private readonly CancellationToken outer;
    private readonly CancellationTokenSource source;
    private readonly ITimer timer;
    private readonly long started;
    private long memory;
    private long outsideTicks;
    private string? exceeded;

    /// <summary>Begins to watch.</summary>
    /// <param name="options">Limits and clock.</param>
    /// <param name="outer">Stops the reading too.</param>
    public ReadingWatch(ReadingOptions options, CancellationToken outer)
    {
        (this.options, this.outer) = (options, outer);
        source = CancellationTokenSource.CreateLinkedTokenSource(outer);
        Interlocked.Increment(ref running);
        started = options.Time.GetTimestamp();
        memory = GC.GetTotalMemory(forceFullCollection: false);
        timer = options.Time.CreateTimer(_ => Check(), null, Look, Look);
    }

    /// <summary>What the reader has to look at.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Reads a file.</summary>
    /// <param name="file">Named in the error.</param>
    /// <param name="read">Reads it with the token it is given.</param>
    /// <exception cref="UnreadableDocumentException">It took too long or too much memory.</exception>
    public Document Read(SourceFile file, Func<CancellationToken, Document> read)
    {
        try
        {
            return read(Token);
        }
        catch (OperationCanceledException) when (exceeded is not null && !outer.IsCancellationRequested)
        {
            throw new UnreadableDocumentException(file.Id, $"reading it {exceeded}. Split the file, save it anew with another program, or leave it out.");
        }
    }

    /// <summary>Whether another process is being waited for just now.</summary>
    public bool IsOutside { get; set; }

    /// <summary>Takes time off that another process used, which has a limit of its own.</summary>
    public void Outside(TimeSpan time) => Interlocked.Add(ref outsideTicks, time.Ticks);

    /// <inheritdoc/>
    public void Dispose()
    {
        timer.Dispose();
        Interlocked.Decrement(ref running);
        source.Dispose();
    }

    private void Check()
    {
        if (exceeded is not null) return;
        if (options.Time.GetElapsedTime(started).Ticks - Interlocked.Read(ref outsideTicks) >= options.MaxTime.Ticks && !IsOutside)
        {
            exceeded = string.Create(CultureInfo.InvariantCulture, $"took longer than {options.MaxTime.TotalSeconds:0.#} s");
        }
        else if (Grown(collect: false) && Grown(collect: true))
        {
            exceeded = string.Create(CultureInfo.InvariantCulture, $"took more than {options.MaxMemoryBytes / 1_048_576} MB of memory");
        }

        if (exceeded is null) return;
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It was read in the meantime.
        }
    }

    // What is not yet collected does not count; finding that out is slow, so only when it would be too much. What was collected since the beginning was no part of it.
    private bool Grown(bool collect)
    {
        long now = GC.GetTotalMemory(collect);
        memory = Math.Min(memory, now);
        return now - memory > options.MaxMemoryBytes * Math.Max(1, Volatile.Read(ref running));
    }
}

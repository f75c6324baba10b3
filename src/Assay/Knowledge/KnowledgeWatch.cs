using System.Threading.Channels;
using Assay.Retrieval.Ingestion;
using Assay.Text;

namespace Assay.Knowledge;

/// <summary>
/// Keeps a knowledge base in step with its files until it is stopped. Events only say when to look; every look takes in all files, and there is one every few
/// seconds without any event, so that none is needed for the result. What fails is reported and tried again.
/// </summary>
/// <param name="ingest">Brings the knowledge base up to date.</param>
/// <param name="root">The project's folder.</param>
/// <param name="workspace">The folder in it that ingesting writes to.</param>
/// <param name="options">Times.</param>
/// <param name="time">The clock.</param>
public sealed class KnowledgeWatch(Func<CancellationToken, Task<IngestReport>> ingest, string root, string workspace, KnowledgeWatchOptions options, TimeProvider time)
{
    private const int RestFactor = 20;

    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Says that something changed; called by file events, and by whoever knows of a change.</summary>
    public void Signal() => _signals.Writer.TryWrite(true);

    /// <summary>Runs until it is cancelled.</summary>
    /// <param name="report">Told the first look, each that changed something or found other failures than the one before, and why a look was not possible.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Ends only when it is cancelled, without an exception.</returns>
    public async Task RunAsync(Action<KnowledgeWatchEvent> report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        using var events = new FileEvents(root, workspace, Signal);
        KnowledgeWatchEvent? last = null;
        bool renew = true, told = false;
        try
        {
            while (true)
            {
                // Before the look, so that no change falls between the two.
                string? deaf = renew ? events.Renew() : null;
                long started = time.GetTimestamp();
                KnowledgeWatchEvent look = (await LookAsync(cancellationToken).ConfigureAwait(false)) with { NoEvents = deaf };
                TimeSpan took = time.GetElapsedTime(started);
                if (last is null || look.Differs(last)) report(look with { Took = took });

                // A change that no event told of, or a folder that could not be listened to: it was replaced, or is still to come.
                renew = deaf is not null || look.Problem is not null || (look.Changed && !told);
                last = look;
                told = await NextAsync(took, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // How a watch ends.
        }
    }

    private async Task<KnowledgeWatchEvent> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            return new KnowledgeWatchEvent(await ingest(cancellationToken).ConfigureAwait(false), null);
        }
        catch (AssayException error)
        {
            return new KnowledgeWatchEvent(new IngestReport(), error.Message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new KnowledgeWatchEvent(new IngestReport(), error.Message);
        }
    }

    // Until a change is told and it has become quiet, or the time for a look without one has come.
    private async Task<bool> NextAsync(TimeSpan took, CancellationToken cancellationToken)
    {
        TimeSpan rest = took * RestFactor > options.Rescan ? took * RestFactor : options.Rescan;
        if (!await SignalledWithinAsync(rest, cancellationToken).ConfigureAwait(false)) return false;
        long first = time.GetTimestamp();
        while (time.GetElapsedTime(first) < options.Patience && await SignalledWithinAsync(options.Quiet, cancellationToken).ConfigureAwait(false))
        {
            // It is not quiet yet.
        }

        return true;
    }

    private async Task<bool> SignalledWithinAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            return await _signals.Reader.ReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}

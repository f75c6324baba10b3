using Assay.Models.Providers;

namespace Assay.Tuning.Hosted;

/// <summary>How a job is waited for.</summary>
public sealed record HostedWatchOptions
{
    /// <summary>First pause between two looks, above 0; it grows by half while nothing happens and begins anew when something does.</summary>
    /// <value>Default 5 s.</value>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest pause, <see cref="FirstPause"/> or more.</summary>
    /// <value>Default 60 s.</value>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many looks in a row may fail, each after its own repetitions, before waiting is given up, 1 or more; the job goes on all the same.</summary>
    /// <value>Default 30: half an hour without a connection.</value>
    public int MaxFailedLooks { get; init; } = 30;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(FirstPause, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(LongestPause, FirstPause);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LongestPause, TimeSpan.FromDays(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxFailedLooks, 1);
    }
}

/// <summary>Looks at a job until it ends.</summary>
/// <param name="api">The service.</param>
/// <param name="ledger">Keeps which event was told last.</param>
/// <param name="options">The pauses.</param>
/// <param name="time">Their clock.</param>
/// <param name="progress">Told what happens; may be null.</param>
internal sealed class HostedWatch(HostedApi api, HostedLedger ledger, HostedWatchOptions options, TimeProvider time, IProgress<HostedProgress>? progress)
{
    private const int MostEventFailures = 3;

    private readonly HashSet<string> told = [];
    private string? status;
    private string? lastEvent;
    private int eventFailures;

    /// <summary>Waits for the end.</summary>
    public async Task<HostedJob> UntilEndAsync(string id, CancellationToken cancellationToken)
    {
        JobEntry? entry = ledger.JobWith(id);
        lastEvent = entry?.LastEvent;
        TimeSpan pause = options.FirstPause;
        for (int failed = 0; ;)
        {
            bool happened = false;
            try
            {
                HostedJob job = await api.JobAsync(id, cancellationToken).ConfigureAwait(false);
                if (failed > 0) progress?.Report(new HostedNote($"{api.Connection.Provider} answers again."));
                failed = 0;
                happened = await TellAsync(job, cancellationToken).ConfigureAwait(false);
                if (happened && entry is not null) ledger.Write(entry = entry with { Status = job.Status, LastEvent = lastEvent });
                if (job.HasEnded) return job;
            }
            catch (ProviderException e) when (e.IsTransient && ++failed < options.MaxFailedLooks)
            {
                if (failed == 1) progress?.Report(new HostedNote($"No answer about job {id}, which goes on meanwhile; asking again. {e.Message}"));
            }

            pause = happened ? options.FirstPause : TimeSpan.FromTicks(Math.Min(options.LongestPause.Ticks, pause.Ticks + (pause.Ticks / 2)));
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> TellAsync(HostedJob job, CancellationToken cancellationToken)
    {
        bool happened = await TellEventsAsync(job.Id, cancellationToken).ConfigureAwait(false);
        if (job.Status == status) return happened;
        status = job.Status;
        progress?.Report(new HostedStatusChanged(job));
        if (job.Phase == HostedJobPhase.Unknown) progress?.Report(new HostedNote($"The status '{job.Status}' is not known to this version; waiting goes on."));
        if (job.Phase == HostedJobPhase.Paused) progress?.Report(new HostedNote($"Job {job.Id} is paused and goes on when it is resumed."));
        return true;
    }

    // Events are told beside the status: a service whose list of them is broken still trains.
    private async Task<bool> TellEventsAsync(string id, CancellationToken cancellationToken)
    {
        if (eventFailures >= MostEventFailures) return false;
        List<HostedEvent> fresh = [];
        try
        {
            await foreach (HostedEvent happened in api.EventsAsync(id, cancellationToken).ConfigureAwait(false))
            {
                // Pages begin with the newest.
                if (api.Dialect.HasPages && (happened.Id == lastEvent || told.Contains(happened.Id))) break;
                fresh.Add(happened);
            }

            eventFailures = 0;
        }
        catch (ProviderException e)
        {
            if (++eventFailures == MostEventFailures) progress?.Report(new HostedNote($"The events of job {id} cannot be read and are left out. {e.Message}"));
            return false;
        }

        return Tell(fresh);
    }

    private bool Tell(List<HostedEvent> fresh)
    {
        if (api.Dialect.HasPages) fresh.Reverse();
        HostedEvent[] ordered = [.. fresh.OrderBy(e => e.Time ?? DateTimeOffset.MinValue)];
        int known = told.Count == 0 ? Array.FindIndex(ordered, e => e.Id == lastEvent) : -1;
        foreach (HostedEvent old in ordered[..(known + 1)]) told.Add(old.Id);
        HostedEvent[] news = [.. ordered[(known + 1)..].Where(e => told.Add(e.Id))];
        foreach (HostedEvent one in news) progress?.Report(one);
        if (news.Length > 0) lastEvent = news[^1].Id;
        return news.Length > 0;
    }
}

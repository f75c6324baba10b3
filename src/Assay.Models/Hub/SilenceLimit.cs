namespace Assay.Models.Hub;

/// <summary>Cancels what waits for a server that says nothing for too long.</summary>
internal sealed class SilenceLimit : IDisposable
{
    private readonly TimeSpan _longest;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _either;

    /// <summary>A limit that does not run yet.</summary>
    /// <param name="longest">The longest silence.</param>
    /// <param name="time">The clock.</param>
    /// <param name="caller">Cancels as well.</param>
    public SilenceLimit(TimeSpan longest, TimeProvider time, CancellationToken caller)
    {
        (_longest, _caller) = (longest, caller);
        _timer = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, caller);
    }

    /// <summary>Whether the silence, not the caller, cancelled.</summary>
    public bool IsOver => _timer.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <summary>Counts from now.</summary>
    /// <returns>Cancelled when nothing was restarted for too long, or by the caller.</returns>
    public CancellationToken Restart()
    {
        _timer.CancelAfter(_longest);
        return _either.Token;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _either.Dispose();
        _timer.Dispose();
    }
}

namespace Assay.Models.Providers;

/// <summary>The time of one attempt, and the translation of its end into a time-out or the caller's cancellation.</summary>
internal sealed class AttemptDeadline : IDisposable
{
    private readonly TimeSpan longest;
    private readonly ProviderErrors errors;
    private readonly CancellationToken caller;
    private readonly CancellationTokenSource timeout;
    private readonly CancellationTokenSource either;

    /// <summary>Starts the time.</summary>
    /// <param name="longest">How long the attempt may take.</param>
    /// <param name="time">The clock.</param>
    /// <param name="errors">Makes the exception of a time-out.</param>
    /// <param name="caller">The caller's own cancellation.</param>
    public AttemptDeadline(TimeSpan longest, TimeProvider time, ProviderErrors errors, CancellationToken caller)
    {
        this.longest = longest;
        this.errors = errors;
        this.caller = caller;
        timeout = new(longest, time);
        either = CancellationTokenSource.CreateLinkedTokenSource(caller, timeout.Token);
    }

    public CancellationToken Token => either.Token;

    public async Task<T> LimitAsync<T>(Func<CancellationToken, Task<T>> request)
    {
        try
        {
            return await request(either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or ProviderException)
        {
            caller.ThrowIfCancellationRequested();
            // An SDK may also break off by itself or report its aborted connection as a broken one.
            if (e is OperationCanceledException || timeout.IsCancellationRequested)
                throw errors.TimedOut($"no complete answer within {longest.TotalSeconds:0.###} s.", e);
            throw;
        }
    }

    public void Dispose()
    {
        either.Dispose();
        timeout.Dispose();
    }
}

using Assay.Models.Providers;

namespace Assay.Tuning.Hosted;

/// <summary>
/// Sends what must not be sent twice. A request whose answer did not come may have been received, so before it is sent again the provider is asked for what it would have made,
/// several times, because a list may lag behind.
/// </summary>
/// <param name="attempts">How often it is sent at most, 1 or more.</param>
/// <param name="time">The clock of the pauses.</param>
internal sealed class OnceOnly(int attempts, TimeProvider time)
{
    private static readonly TimeSpan[] Lags = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8)];
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    /// <summary>Finds it, or sends it and finds it.</summary>
    /// <param name="find">Asks the provider; null when it is not there.</param>
    /// <param name="send">Sends it, once.</param>
    /// <param name="mayBeUnderWay">Whether an earlier process had begun to send it.</param>
    /// <param name="beforeSending">Called before the first sending: records that it begins.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    /// <returns>It, and whether it was there before anything was sent.</returns>
    /// <exception cref="ProviderException">The provider refuses it, cannot be reached, or does not tell whether it is there.</exception>
    public async Task<(T Found, bool WasThere)> GetAsync<T>(
        Func<CancellationToken, Task<T?>> find, Func<CancellationToken, Task<T>> send, bool mayBeUnderWay, Action beforeSending, CancellationToken cancellationToken) where T : class
    {
        if (await LookAsync(find, mayBeUnderWay, cancellationToken).ConfigureAwait(false) is { } there) return (there, true);
        beforeSending();
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return (await send(cancellationToken).ConfigureAwait(false), false);
            }
            catch (ProviderException e) when (e.IsTransient && attempt < attempts)
            {
                await Task.Delay(e.RetryAfter ?? FirstPause * Math.Pow(2, attempt - 1), time, cancellationToken).ConfigureAwait(false);

                // A refusal for the rate was not received; of everything else one cannot know.
                bool unsure = e.Kind != ProviderErrorKind.RateLimited;
                if (await LookAsync(find, unsure, cancellationToken).ConfigureAwait(false) is { } made) return (made, false);
            }
        }
    }

    private async Task<T?> LookAsync<T>(Func<CancellationToken, Task<T?>> find, bool patiently, CancellationToken cancellationToken) where T : class
    {
        T? found = await find(cancellationToken).ConfigureAwait(false);
        for (int i = 0; found is null && patiently && i < Lags.Length; i++)
        {
            await Task.Delay(Lags[i], time, cancellationToken).ConfigureAwait(false);
            found = await find(cancellationToken).ConfigureAwait(false);
        }

        return found;
    }
}

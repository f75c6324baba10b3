using System.Globalization;

namespace Assay.Models.Hub;

/// <summary>Counts failures in a row and waits between them, longer each time. One for each thing that is asked for; not thread-safe.</summary>
/// <param name="options">How often and how long.</param>
/// <param name="time">The clock of the pauses.</param>
/// <param name="retrying">Is told why it is tried again, and when.</param>
internal sealed class PullAttempts(HubOptions options, TimeProvider time, Action<string> retrying)
{
    private int _failures;
    private int _wrongContents;

    /// <summary>Waits, or gives up.</summary>
    /// <param name="error">What happened.</param>
    /// <param name="progressed">Whether anything was won since the last failure; then counting begins anew.</param>
    /// <param name="cancellationToken">Ends the pause.</param>
    /// <exception cref="HubException">It will not heal, or it was tried often enough.</exception>
    public async Task FailedAsync(HubException error, bool progressed, CancellationToken cancellationToken)
    {
        _failures = progressed ? 1 : _failures + 1;
        if (error.IsWrongContent) _wrongContents++;
        if (!error.IsTransient) throw error;
        if (_failures >= options.MaxAttempts || _wrongContents >= options.MaxWrongContents)
        {
            int tried = error.IsWrongContent && _wrongContents >= options.MaxWrongContents ? _wrongContents : _failures;
            throw tried == 1 ? error : new HubException(string.Create(CultureInfo.InvariantCulture, $"{error.Message} Tried {tried} times. Run the same command again to go on: what was fetched is kept."), error) { Status = error.Status };
        }

        TimeSpan pause = error.RetryAfter ?? Min(options.RetryDelay * Math.Pow(2, Math.Min(_failures - 1, 30)), options.LongestDelay);
        retrying(string.Create(CultureInfo.InvariantCulture, $"{error.Message} Trying again in {pause.TotalSeconds:0.#} s."));
        await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}

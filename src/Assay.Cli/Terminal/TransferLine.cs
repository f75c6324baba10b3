using System.Globalization;
using Assay.Models.Hub;

namespace Assay.Cli.Terminal;

/// <summary>
/// Shows how far a pull is: bytes, speed over the last seconds, time left. Redraws its line on a terminal, writes one every few seconds otherwise. Says nothing about a
/// pull that is over quickly. Safe to call from several threads.
/// </summary>
/// <param name="host">Where to write, and the clock.</param>
internal sealed class TransferLine(CommandHost host) : IDisposable
{
    private const int BarWidth = 20;
    private static readonly TimeSpan QuietFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Sampled = TimeSpan.FromMilliseconds(100);
    private readonly TimeSpan _interval = host.IsTerminal ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromSeconds(5);
    private readonly long _started = host.Time.GetTimestamp();
    private readonly Queue<(long At, long Bytes)> _samples = new();
    private readonly Lock _lock = new();
    private (long At, long Bytes) _newest;
    private long _lastShown;
    private int _shownLength;

    /// <summary>Reports the state of a pull.</summary>
    /// <param name="progress">The state.</param>
    public void Report(PullProgress progress)
    {
        lock (_lock)
        {
            long now = host.Time.GetTimestamp();
            if (progress.Note is { } note)
            {
                Clear();
                _samples.Clear();
                host.Error.WriteLine(note);
                return;
            }

            if (progress.Step is not (PullStep.Fetching or PullStep.Checking)) return;
            double? speed = progress.Step == PullStep.Fetching ? Speed(now, progress.DoneBytes) : null;
            if (host.Time.GetElapsedTime(_started, now) < QuietFor || (_lastShown != 0 && host.Time.GetElapsedTime(_lastShown, now) < _interval)) return;
            _lastShown = now;
            Show(Line(progress, speed));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock) Clear();
    }

    /// <summary>One line.</summary>
    /// <param name="progress">The state.</param>
    /// <param name="bytesPerSecond">Null while nobody knows.</param>
    internal static string Line(PullProgress progress, double? bytesPerSecond)
    {
        (long done, long total) = (progress.DoneBytes, Math.Max(1, progress.TotalBytes));
        int filled = (int)(BarWidth * Math.Clamp(done / (double)total, 0, 1));
        string speed = bytesPerSecond is > 0 and { } rate ? $", {ByteText.Of(rate)}/s{(done < total ? $", {Left((total - done) / rate)} left" : "")}" : "";
        return $"{(progress.Step == PullStep.Checking ? "checking " : "")}{PlainWriter.Line(progress.File)} [{new string('#', filled)}{new string('.', BarWidth - filled)}] {ByteText.Of(done)} of {ByteText.Of(progress.TotalBytes)}{speed}";
    }

    // Less is there than before where a file is begun anew: what was measured says nothing about that.
    private double? Speed(long now, long bytes)
    {
        if (bytes < _newest.Bytes) _samples.Clear();
        if (_samples.Count == 0 || host.Time.GetElapsedTime(_newest.At, now) >= Sampled)
        {
            _newest = (now, bytes);
            _samples.Enqueue(_newest);
        }

        // The newest of those that are too old stays: a line may be drawn after a long silence.
        while (_samples.Count > 1 && host.Time.GetElapsedTime(_samples.ElementAt(1).At, now) >= Window) _samples.Dequeue();
        double seconds = host.Time.GetElapsedTime(_samples.Peek().At, now).TotalSeconds;
        return seconds > 0 ? (bytes - _samples.Peek().Bytes) / seconds : null;
    }

    private static string Left(double seconds) => seconds switch
    {
        < 90 => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, Math.Round(seconds)):0} s"),
        < 5400 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0.0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0} h"),
    };

    private void Show(string line)
    {
        if (host.IsTerminal)
        {
            host.Drawing.Write("\r" + line.PadRight(_shownLength));
            _shownLength = line.Length;
        }
        else
        {
            host.Drawing.WriteLine(line);
        }
    }

    private void Clear()
    {
        if (_shownLength > 0) host.Drawing.Write("\r" + new string(' ', _shownLength) + "\r");
        _shownLength = 0;
    }
}

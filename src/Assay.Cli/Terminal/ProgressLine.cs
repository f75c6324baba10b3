using System.Globalization;

namespace Assay.Cli.Terminal;

/// <summary>
/// Shows how far a stage has come and how long it will take: a bar that redraws itself on a terminal, a line every few seconds otherwise. Says nothing
/// about stages that are over quickly. Safe to call from several threads.
/// </summary>
/// <param name="host">Where to write, and the clock.</param>
internal sealed class ProgressLine(CommandHost host) : IDisposable
{
    private const int BarWidth = 24;
    private static readonly TimeSpan QuietFor = TimeSpan.FromSeconds(1);
    private readonly TimeSpan _interval = host.IsTerminal ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromSeconds(5);
    private readonly Lock _lock = new();
    private string _stage = "";
    private long _stageStarted;
    private long _lastShown;
    private int _shownLength;

    /// <summary>Reports the state of a stage.</summary>
    /// <param name="stage">Its name.</param>
    /// <param name="done">Finished items.</param>
    /// <param name="total">All items; 0 while unknown.</param>
    public void Report(string stage, int done, int total)
    {
        lock (_lock)
        {
            long now = host.Time.GetTimestamp();
            if (stage != _stage)
            {
                (_stage, _stageStarted, _lastShown) = (stage, now, now);
                Clear();
            }

            TimeSpan elapsed = host.Time.GetElapsedTime(_stageStarted, now);
            if (elapsed < QuietFor || (host.Time.GetElapsedTime(_lastShown, now) < _interval && done < total)) return;
            _lastShown = now;
            Show(host.IsTerminal ? Line(stage, done, total, elapsed) : Plain(stage, done, total, elapsed));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock) Clear();
    }

    internal static string Line(string stage, int done, int total, TimeSpan elapsed)
    {
        if (total <= 0) return $"{stage}: {done.ToString("N0", CultureInfo.InvariantCulture)}";
        int filled = (int)((long)BarWidth * Math.Min(done, total) / total);
        return string.Create(CultureInfo.InvariantCulture, $"{stage} [{new string('#', filled)}{new string('.', BarWidth - filled)}] {done:N0}/{total:N0}{Left(done, total, elapsed)}");
    }

    // A line of a log, without the drawing.
    private static string Plain(string stage, int done, int total, TimeSpan elapsed) =>
        total <= 0 ? Line(stage, done, total, elapsed) : string.Create(CultureInfo.InvariantCulture, $"{stage}: {done:N0} of {total:N0}{Left(done, total, elapsed)}");

    private static string Left(int done, int total, TimeSpan elapsed) => done > 0 && done < total ? $", {Text(elapsed / done * (total - done))} left" : "";

    internal static string Text(TimeSpan time) => time.TotalSeconds < 90
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, Math.Round(time.TotalSeconds)):0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.0} min");

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

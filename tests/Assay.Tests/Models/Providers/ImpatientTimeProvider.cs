using System.Collections.Concurrent;

namespace Assay.Tests.Models.Providers;

/// <summary>A clock that stands still, and whose timers either go off at once or never, so that no test waits.</summary>
/// <param name="goesOff">Whether a timer of this duration goes off.</param>
internal sealed class ImpatientTimeProvider(Func<TimeSpan, bool> goesOff) : TimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> waited = new();

    public static DateTimeOffset Now { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The durations of the timers that went off, in order.</summary>
    public IReadOnlyList<TimeSpan> Waited => [.. waited];

    public override DateTimeOffset GetUtcNow() => Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Timer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(ImpatientTimeProvider owner, TimerCallback callback, object? state) : ITimer
    {
        private volatile bool stopped;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime >= TimeSpan.Zero && owner.GoesOff(dueTime))
            {
                owner.waited.Enqueue(dueTime);
                ThreadPool.QueueUserWorkItem(_ =>
                {
                    if (!stopped)
                        callback(state);
                });
            }
            return true;
        }

        public void Dispose() => stopped = true;

        public ValueTask DisposeAsync()
        {
            stopped = true;
            return ValueTask.CompletedTask;
        }
    }

    private bool GoesOff(TimeSpan dueTime) => goesOff(dueTime);
}

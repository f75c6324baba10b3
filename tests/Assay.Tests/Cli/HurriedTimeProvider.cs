namespace Assay.Tests.Cli;

/// <summary>The real clock, but timers (pauses between attempts, time-outs) run fifty times as fast: 30 s of silence are over after 0.6 s.</summary>
internal sealed class HurriedTimeProvider : TimeProvider
{
    private const int Factor = 50;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => System.CreateTimer(callback, state, Hurried(dueTime), Hurried(period));

    private static TimeSpan Hurried(TimeSpan time) => time <= TimeSpan.Zero ? time : time / Factor;
}

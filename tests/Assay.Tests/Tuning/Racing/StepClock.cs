namespace Assay.Tests.Tuning.Racing;

/// <summary>A clock that stands still until work moves it.</summary>
internal sealed class StepClock : TimeProvider
{
    private readonly List<Alarm> alarms = [];
    private long ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => ticks;

    public void Pass(double seconds)
    {
        ticks += (long)(seconds * TimeSpan.TicksPerSecond);
        foreach (Alarm alarm in alarms.Where(a => a.Due <= ticks).ToArray())
        {
            alarms.Remove(alarm);
            alarm.Ring();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(alarms, ticks + dueTime.Ticks, () => callback(state));
        alarms.Add(alarm);
        return alarm;
    }

    private sealed record Alarm(List<Alarm> Alarms, long Due, Action Ring) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose() => Alarms.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

namespace Assay.Evaluation.Judging;

/// <summary>Whether a judge is up: one that never replied and failed several times in a row is not asked again, so that an evaluation ends instead of waiting for it. Safe to share between threads.</summary>
public sealed class JudgeHealth
{
    /// <summary>Failures in a row, before any reply, after which a judge counts as down.</summary>
    public const int FailuresBeforeGivingUp = 5;

    private readonly Lock _lock = new();
    private int _failures;
    private bool _replied;
    private string _last = "";

    /// <summary>Why the judge is not asked any more; null while it is.</summary>
    public string? Down
    {
        get
        {
            lock (_lock) return !_replied && _failures >= FailuresBeforeGivingUp ? $"The judge failed {FailuresBeforeGivingUp} times in a row and was not asked again: {_last}" : null;
        }
    }

    /// <summary>Notes that it replied.</summary>
    public void Replied()
    {
        lock (_lock) _replied = true;
    }

    /// <summary>Notes that it failed.</summary>
    /// <param name="reason">Why.</param>
    public void Failed(string reason)
    {
        lock (_lock) (_failures, _last) = (_failures + 1, reason);
    }
}

namespace Assay.Tuning.Racing;

/// <summary>How a race is planned and judged.</summary>
public sealed record RaceOptions
{
    /// <summary>Steps of the default that are trained first, to measure the speed; they are not lost.</summary>
    /// <value>1 or more; default 5.</value>
    public int ProbeSteps { get; init; } = 5;

    /// <summary>Steps of the first comparison at least, and it lies behind the warm-up.</summary>
    /// <value>1 or more; default 20.</value>
    public int LeastSteps { get; init; } = 20;

    /// <summary>Held-out items below which nothing is said about the gain, and the default stays.</summary>
    /// <value>2 or more; default 10.</value>
    public int LeastItems { get; init; } = 10;

    /// <summary>Share of the budget that is not planned with, for what a measurement on a few steps does not tell.</summary>
    /// <value>0 to below 1; default 0.1.</value>
    public double Reserve { get; init; } = 0.1;

    /// <summary>Chooses the resamples.</summary>
    public ulong Seed { get; init; }
}

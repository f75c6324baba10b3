namespace Assay.Decisions.Costs;

/// <summary>Graphics processors that serve the model, as many as the busiest time needs, paid for every hour of the month.</summary>
public sealed record HostingInputs
{
    /// <summary>Hours of a month.</summary>
    public const double HoursPerMonth = 730;

    /// <summary>Seconds of a month.</summary>
    public const double SecondsPerMonth = HoursPerMonth * 3600;

    /// <summary>Price of an hour of one.</summary>
    public required Quantity GpuPrice { get; init; }

    /// <summary>Tokens a second that one generates when it is full, as measured.</summary>
    public required Quantity TokensPerSecond { get; init; }

    /// <summary>Share of that which is planned with; above 0, at most 1; one where null.</summary>
    public Quantity? Utilisation { get; init; }

    /// <summary>Questions a second at the busiest time. Null: <see cref="PeakFactor"/> times the mean of the month.</summary>
    public Quantity? PeakPerSecond { get; init; }

    /// <summary>How much busier the busiest time is than the mean; one where null.</summary>
    public Quantity? PeakFactor { get; init; }

    /// <summary>Least number of processors, such as 2 so that one can fail; one where null.</summary>
    public Quantity? LeastGpus { get; init; }

    /// <summary>Arms that share the processors, such as adapters on one base model; one where null.</summary>
    public Quantity? SharedBy { get; init; }
}

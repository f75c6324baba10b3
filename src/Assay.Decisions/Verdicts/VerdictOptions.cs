namespace Assay.Decisions.Verdicts;

/// <summary>What the verdict depends on besides measurements and needs.</summary>
public sealed record VerdictOptions
{
    /// <summary>Seed of the resampling.</summary>
    /// <value>0</value>
    public int Seed { get; init; }

    /// <summary>Joint resamples drawn; from 100 to 100,000.</summary>
    /// <value>2,000</value>
    public int Resamples { get; init; } = 2_000;

    /// <summary>A smaller difference of mean scores does not matter to the product, as a share in (0, 1).</summary>
    /// <value>0.05: five points</value>
    public double DifferenceThatMatters { get; init; } = 0.05;

    /// <summary>Fewer scored questions than this decide nothing, whatever they show.</summary>
    /// <value>30</value>
    public int LeastQuestions { get; init; } = 30;

    /// <summary>Share of missing answers of any arm that may be shipped up to which a verdict is given.</summary>
    /// <value>0.01</value>
    public double MissingShareAllowed { get; init; } = 0.01;

    /// <summary>How often a month an arm is trained or embedded anew, where it must be; 0 or more.</summary>
    /// <value>null: as often as the documents are stated to change, and never where that is not stated</value>
    public double? RetrainingsPerMonth { get; init; }

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Resamples, 100);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Resamples, 100_000);
        if (!(DifferenceThatMatters is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(DifferenceThatMatters), DifferenceThatMatters, "Must be above 0 and below 1.");
        if (RetrainingsPerMonth is { } often && !(often >= 0 && double.IsFinite(often))) throw new ArgumentOutOfRangeException(nameof(RetrainingsPerMonth), often, "Must be 0 or more.");
    }
}

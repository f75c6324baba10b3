using System.Collections.Immutable;
using Assay.Evaluation.Statistics;

namespace Assay.Evaluation.Gates;

/// <summary>What is known of one measure of one run.</summary>
public sealed record GateEvidence
{
    /// <summary>The value; null when there is none.</summary>
    public required double? Value { get; init; }

    /// <summary>Its 95% interval; null when none can be given.</summary>
    public Interval? Interval { get; init; }

    /// <summary>Unit of the value.</summary>
    public GateUnit Unit { get; init; }

    /// <summary>Rows the value rests on.</summary>
    public required int N { get; init; }

    /// <summary>Rows that should have a value and have none: judge or provider failed, time-out.</summary>
    public int Missing { get; init; }

    /// <summary>The value if all missing rows had the worst and if all had the best value; null where no bound exists, as for latencies.</summary>
    public Interval? WorstCase { get; init; }

    /// <summary>Why there is no value, for the reader; null when there is one, or nothing to say.</summary>
    public string? Reason { get; init; }

    /// <summary>Difference of the measure, this run minus another, by the other's name. Paired and clustered.</summary>
    public ImmutableSortedDictionary<string, ClusteredEstimate> Against { get; init; } = ImmutableSortedDictionary<string, ClusteredEstimate>.Empty;

    /// <summary>Evidence from a mean of scores in [0, 1].</summary>
    /// <param name="estimate">The mean.</param>
    /// <returns>A share with its interval and worst case.</returns>
    public static GateEvidence OfShare(ClusteredEstimate estimate)
    {
        ArgumentNullException.ThrowIfNull(estimate);
        return new GateEvidence
        {
            Value = estimate.Mean, Interval = estimate.Interval, Unit = GateUnit.Share, N = estimate.N, Missing = estimate.Missing, WorstCase = WorstCases.OfMean(estimate.Mean, estimate.N, estimate.Missing),
        };
    }
}

/// <summary>One run, or one arm, that gates are held against.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Measures">What is known of it, by the names that gates use.</param>
public sealed record GateSubject(string Name, IReadOnlyDictionary<string, GateEvidence> Measures);

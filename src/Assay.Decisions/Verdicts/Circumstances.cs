using Assay.Decisions.Requirements;

namespace Assay.Decisions.Verdicts;

/// <summary>What the choice between arms depends on beside the arms. A flip point moves one of its members.</summary>
/// <remarks>Amounts are in the currency of the decision. A limit that was not stated is infinite.</remarks>
public readonly record struct Circumstances
{
    /// <summary>Months over which building is spread where no horizon is stated.</summary>
    public const int UsualHorizon = 24;

    /// <summary>Nothing stated.</summary>
    public Circumstances()
    {
    }

    /// <summary>Questions a month; null when not stated: costs that do not depend on the volume are then left out.</summary>
    public double? QueriesPerMonth { get; init; }

    /// <summary>Retrainings a month; 0 or more.</summary>
    public double RetrainingsPerMonth { get; init; }

    /// <summary>Months over which building is spread.</summary>
    public double HorizonMonths { get; init; } = UsualHorizon;

    /// <summary>Factor on the cost of the model calls of every arm.</summary>
    public double PriceFactor { get; init; } = 1;

    /// <summary>What a wrong answer costs more than a right one: the cost of a wrong answer plus the value of a right one. Null when not stated: then quality decides, and among level arms the cost.</summary>
    public double? WrongAnswerCost { get; init; }

    /// <summary>A smaller difference of mean scores does not matter.</summary>
    public double DifferenceThatMatters { get; init; } = 0.05;

    /// <summary>Most milliseconds of the median latency.</summary>
    public double LatencyP50 { get; init; } = double.PositiveInfinity;

    /// <summary>Most milliseconds of the 95th percentile.</summary>
    public double LatencyP95 { get; init; } = double.PositiveInfinity;

    /// <summary>Most milliseconds of the 99th percentile.</summary>
    public double LatencyP99 { get; init; } = double.PositiveInfinity;

    /// <summary>Most that building may cost.</summary>
    public double BuildBudget { get; init; } = double.PositiveInfinity;

    /// <summary>Most that a month of running may cost; building has its own budget.</summary>
    public double MonthlyBudget { get; init; } = double.PositiveInfinity;

    /// <summary>By what the arms are compared.</summary>
    public DecisionBasis Basis => WrongAnswerCost is null ? DecisionBasis.Quality : DecisionBasis.TotalCost;

    /// <summary>The value on one axis; null when it was not stated.</summary>
    /// <param name="axis">The axis.</param>
    public double? At(FlipAxis axis) => axis switch
    {
        FlipAxis.Volume => QueriesPerMonth,
        FlipAxis.ChangeRate => RetrainingsPerMonth,
        FlipAxis.LatencyP50 => Stated(LatencyP50),
        FlipAxis.LatencyP95 => Stated(LatencyP95),
        FlipAxis.LatencyP99 => Stated(LatencyP99),
        FlipAxis.Price => PriceFactor,
        FlipAxis.WrongAnswerCost => WrongAnswerCost,
        _ => throw new ArgumentOutOfRangeException(nameof(axis), axis, "No such axis."),
    };

    /// <summary>The same with another value on one axis.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="value">In the unit of the axis; 0 or more.</param>
    public Circumstances With(FlipAxis axis, double value) => axis switch
    {
        FlipAxis.Volume => this with { QueriesPerMonth = value },
        FlipAxis.ChangeRate => this with { RetrainingsPerMonth = value },
        FlipAxis.LatencyP50 => this with { LatencyP50 = value },
        FlipAxis.LatencyP95 => this with { LatencyP95 = value },
        FlipAxis.LatencyP99 => this with { LatencyP99 = value },
        FlipAxis.Price => this with { PriceFactor = value },
        FlipAxis.WrongAnswerCost => this with { WrongAnswerCost = value },
        _ => throw new ArgumentOutOfRangeException(nameof(axis), axis, "No such axis."),
    };

    /// <summary>From what was stated.</summary>
    /// <param name="needs">The needs.</param>
    /// <param name="options">Retrainings and the difference that matters.</param>
    /// <param name="pricesKnown">Whether what model calls cost is known of every arm that may be shipped: else the cost of wrong answers cannot be set against it.</param>
    public static Circumstances Of(Needs needs, VerdictOptions options, bool pricesKnown) => new()
    {
        QueriesPerMonth = needs.QueriesPerMonth,
        RetrainingsPerMonth = options.RetrainingsPerMonth ?? needs.KnowledgeChanges?.PerMonth() ?? 0,
        HorizonMonths = needs.HorizonMonths ?? UsualHorizon,
        WrongAnswerCost = pricesKnown ? (double?)needs.WrongAnswerCost + (double)(needs.RightAnswerValue ?? 0) ?? (double?)needs.RightAnswerValue : null,
        DifferenceThatMatters = options.DifferenceThatMatters,
        LatencyP50 = needs.LatencyP50?.TotalMilliseconds ?? double.PositiveInfinity,
        LatencyP95 = needs.LatencyP95?.TotalMilliseconds ?? double.PositiveInfinity,
        LatencyP99 = needs.LatencyP99?.TotalMilliseconds ?? double.PositiveInfinity,
        BuildBudget = (double?)needs.Budget.Build ?? double.PositiveInfinity,
        MonthlyBudget = (double?)needs.Budget.Monthly ?? double.PositiveInfinity,
    };

    private static double? Stated(double limit) => double.IsPositiveInfinity(limit) ? null : limit;
}

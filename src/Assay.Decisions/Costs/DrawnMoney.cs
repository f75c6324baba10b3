namespace Assay.Decisions.Costs;

/// <summary>What a line of costs counts for in a verdict.</summary>
public enum MoneyKind
{
    /// <summary>Nothing: it was measured another way.</summary>
    Left,

    /// <summary>Measured or stated: it counts against budgets.</summary>
    Known,

    /// <summary>Neither: it counts when arms are compared, and against no budget.</summary>
    Assumed,

    /// <summary>For each retraining, as often as documents change.</summary>
    PerRetraining,
}

/// <summary>The money of one arm in one draw, as a line through today's volume: Monthly + PerQuery × questions is exact there, and its slope is that of large volumes.</summary>
/// <param name="Once">Due once.</param>
/// <param name="Retraining">For each retraining.</param>
/// <param name="Monthly">Each month whatever the volume.</param>
/// <param name="PerQuery">For each question.</param>
/// <param name="AssumedOnce">Due once, neither stated nor measured.</param>
/// <param name="AssumedMonthly">Each month, neither stated nor measured.</param>
public readonly record struct DrawnMoney(double Once, double Retraining, double Monthly, double PerQuery, double AssumedOnce, double AssumedMonthly);

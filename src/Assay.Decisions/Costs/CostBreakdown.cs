using System.Collections.Immutable;

namespace Assay.Decisions.Costs;

/// <summary>What one arm costs.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Currency">ISO code of every amount.</param>
/// <param name="Months">The horizon.</param>
/// <param name="Lines">Each thing that is paid for.</param>
/// <param name="Once">Sum of what is due once.</param>
/// <param name="Monthly">Sum of one month.</param>
/// <param name="PerQuery">Sum for one question.</param>
/// <param name="Total">Over the horizon: once + months × monthly.</param>
/// <param name="CostOfPass">For one right answer: (monthly cost / questions) / pass rate; null without questions or pass rate. What wrong answers cost is left out of it.</param>
public sealed record CostBreakdown(
    string Arm, string Currency, int Months, ImmutableArray<CostLine> Lines, decimal Once, decimal Monthly, decimal PerQuery, decimal Total, decimal? CostOfPass);

namespace Assay.Decisions.Costs;

/// <summary>A cost as a function of questions a month, q: once S, and each month <c>max(Least, Monthly + PerQuery·q) + UnitCost · max(LeastUnits, ⌈UnitsPerQuery·q⌉)</c>.</summary>
/// <param name="Once">Due once.</param>
/// <param name="Monthly">Due each month.</param>
/// <param name="PerQuery">Due for each question.</param>
/// <param name="Least">Least that is billed a month for the two before; 0 for none.</param>
/// <param name="UnitCost">Price a month of a unit that is only bought whole, such as a graphics processor.</param>
/// <param name="UnitsPerQuery">Units that one question a month needs.</param>
/// <param name="LeastUnits">Least units.</param>
internal readonly record struct CostTerm(double Once, double Monthly, double PerQuery, double Least = 0, double UnitCost = 0, double UnitsPerQuery = 0, double LeastUnits = 0)
{
    // A count that is whole but for rounding is not one more.
    private const double Slack = 1e-9;

    /// <summary>Whether twice the questions cost exactly twice the part that depends on them.</summary>
    public bool IsLinear => Least <= Monthly && (UnitCost == 0 || UnitsPerQuery == 0);

    /// <summary>Units that are paid for.</summary>
    public double Units(double queries) => Math.Max(LeastUnits, Math.Ceiling((UnitsPerQuery * queries) - Slack));

    /// <summary>Cost of a month.</summary>
    public double MonthlyAt(double queries) => Math.Max(Least, Monthly + (PerQuery * queries)) + (UnitCost == 0 ? 0 : UnitCost * Units(queries));
}

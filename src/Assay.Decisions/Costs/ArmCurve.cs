namespace Assay.Decisions.Costs;

/// <summary>All costs of an arm as a function of questions a month. The terms without a least amount and without whole units are one sum.</summary>
internal sealed class ArmCurve
{
    private readonly List<CostTerm> _bent = [];
    private double _monthly;

    /// <summary>Due once.</summary>
    public double Once { get; private set; }

    /// <summary>Due for each question, where the curve is straight.</summary>
    public double PerQuery { get; private set; }

    /// <summary>The part of the monthly costs that is retraining.</summary>
    public double RetrainingMonthly { get; private set; }

    /// <summary>Whether the curve is a straight line.</summary>
    public bool IsLinear => _bent.Count == 0;

    /// <summary>Due each month, whatever the questions.</summary>
    public double MonthlyAtRest => MonthlyAt(0);

    /// <summary>Adds a term.</summary>
    public void Add(in CostTerm term, CostGroup group)
    {
        Once += term.Once;
        if (group == CostGroup.Retraining) RetrainingMonthly += term.Monthly;
        if (term.IsLinear)
        {
            _monthly += term.MonthlyAt(0);
            PerQuery += term.PerQuery;
        }
        else
        {
            _bent.Add(term);
        }
    }

    /// <summary>Cost of a month.</summary>
    public double MonthlyAt(double queries)
    {
        double sum = _monthly + (PerQuery * queries);
        foreach (CostTerm term in _bent) sum += term.MonthlyAt(queries);
        return sum;
    }

    /// <summary>Cost over months.</summary>
    public double TotalAt(double queries, double months) => Once + (months * MonthlyAt(queries));
}

using Assay.Text;

namespace Assay.Decisions.Costs;

/// <summary>What arms cost: once, a month, a question and over a horizon, line by line with the working. <see cref="CostSimulation"/> says how sure that is.</summary>
public static class CostModel
{
    /// <summary>Longest horizon, in months.</summary>
    public const int LongestMonths = 600;

    private const double LargestAmount = 1e24;

    // How many times today's volume the slope of a bent cost is taken at.
    private const double Far = 100;

    /// <summary>The costs of one arm.</summary>
    /// <param name="inputs">What they depend on.</param>
    /// <param name="months">The horizon; 1 to 600.</param>
    /// <param name="currency">ISO code of all amounts.</param>
    /// <param name="at">Which end of the ranges.</param>
    /// <returns>A line for everything that costs something.</returns>
    /// <exception cref="InputException">A quantity is negative, not finite or out of order, or an amount is too large to be one.</exception>
    public static CostBreakdown Breakdown(CostInputs inputs, int months, string currency = "USD", CostCase at = CostCase.Mode)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(currency);
        ArgumentOutOfRangeException.ThrowIfLessThan(months, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(months, LongestMonths);
        CostInputsCheck.Check(inputs);
        double Of(Quantity quantity, bool lowers) => End(quantity, lowers, at);
        List<CostPart> parts = new CostFormula(Of, currency).Parts(inputs);
        double queries = inputs.QueriesPerMonth is { } volume ? Of(volume, false) : 0;
        double once = parts.Sum(p => p.Term.Once), monthly = parts.Sum(p => p.Term.MonthlyAt(queries)), total = once + (months * monthly);
        if (!(total < LargestAmount)) throw new InputException(new Problem("", null, $"{inputs.Arm}: the costs add up to more than 10^24 {currency}. A price or a count is too large: look for a wrong unit."));
        double passing = parts.Where(p => p.Group != CostGroup.WrongAnswers).Sum(p => p.Term.MonthlyAt(queries));
        return new CostBreakdown(inputs.Arm, currency, months, [.. parts.Select(p => Line(p, queries))], Figures.Amount(once), Figures.Amount(monthly), Figures.Amount(parts.Sum(p => p.Term.PerQuery)), Figures.Amount(total),
            inputs.PassRate is { } rate && Of(rate, true) is > 0 and var share && queries > 0 ? Figures.Amount(passing / queries / share) : null);
    }

    /// <summary>Cost of one arm over a horizon at the likeliest values.</summary>
    /// <param name="inputs">What it depends on.</param>
    /// <param name="months">The horizon; 1 to 600.</param>
    /// <returns>Once + months × monthly.</returns>
    public static decimal Total(CostInputs inputs, int months) => Breakdown(inputs, months).Total;

    /// <summary>An arm's costs as a function of volume.</summary>
    internal static ArmCurve Curve(CostInputs inputs, Func<Quantity, double> of)
    {
        var curve = new ArmCurve();
        foreach (CostPart part in new CostFormula((quantity, _) => of(quantity), "").Parts(inputs)) curve.Add(part.Term, part.Group);
        return curve;
    }

    /// <summary>An arm's money for a verdict, at given values.</summary>
    internal static DrawnMoney Money(CostInputs inputs, Func<Quantity, double> of, Func<CostGroup, MoneyKind> kindOf)
    {
        double queries = inputs.QueriesPerMonth is { } volume ? of(volume) : 0, times = inputs.Training?.RetrainingsPerMonth is { } rate ? of(rate) : 0;
        double once = 0, retraining = 0, monthly = 0, perQuery = 0, assumedOnce = 0, assumedMonthly = 0;
        foreach (CostPart part in new CostFormula((quantity, _) => of(quantity), "").Parts(inputs))
        {
            CostTerm term = part.Term;
            double now = term.MonthlyAt(queries), slope = term.IsLinear || queries <= 0 ? term.PerQuery : Math.Max(0, (term.MonthlyAt(Far * queries) - now) / ((Far - 1) * queries)), rest = Math.Max(0, now - (slope * queries));
            switch (kindOf(part.Group))
            {
                case MoneyKind.Known:
                    (once, monthly, perQuery) = (once + term.Once, monthly + rest, perQuery + slope);
                    break;
                case MoneyKind.Assumed:
                    (assumedOnce, assumedMonthly) = (assumedOnce + term.Once, assumedMonthly + now);
                    break;
                case MoneyKind.PerRetraining when times > 0:
                    (once, retraining) = (once + term.Once, retraining + (now / times));
                    break;
                default:
                    break;
            }
        }

        return new DrawnMoney(once, retraining, monthly, perQuery, assumedOnce, assumedMonthly);
    }

    /// <summary>An arm's costs as a function of volume at one end of its ranges.</summary>
    internal static ArmCurve Curve(CostInputs inputs, CostCase at)
    {
        var curve = new ArmCurve();
        foreach (CostPart part in new CostFormula((quantity, lowers) => End(quantity, lowers, at), "").Parts(inputs)) curve.Add(part.Term, part.Group);
        return curve;
    }

    private static double End(Quantity quantity, bool lowers, CostCase at) => at switch
    {
        CostCase.Mode => quantity.Value.Mode,
        CostCase.Cheapest => lowers ? quantity.Value.High : quantity.Value.Low,
        _ => lowers ? quantity.Value.Low : quantity.Value.High,
    };

    private static CostLine Line(CostPart part, double queries)
    {
        string[] sources = [.. part.Quantities.OfType<Quantity>().Select(q => q.Source).Distinct()];
        return new CostLine(part.Name, part.Group, Figures.Amount(part.Term.Once), Figures.Amount(part.Term.MonthlyAt(queries)), Figures.Amount(part.Term.PerQuery), part.Working(), string.Join("; ", sources));
    }
}

namespace Assay.Decisions.Costs;

/// <summary>At which volume one arm becomes cheaper than another: <c>q* = [(S_F − S_R) + (F_F − F_R)·n] / [(P_R − P_F)·n]</c> questions a month over n months.</summary>
/// <remarks>
/// S is what is due once, F what is due every month, P what a question costs; R is the arm that stands, F the one that challenges it. Source of the formula: CodeTreatise/Gen-AI, lesson "RAG vs. Fine-Tuning
/// Break-Even Analysis". Where an arm rents whole machines or pays a least amount its curve has corners; then the first volume at which the totals meet is searched for, and the formula's parts are those at rest.
/// </remarks>
/// <param name="Incumbent">The arm that stands.</param>
/// <param name="Challenger">The arm that may be cheaper.</param>
/// <param name="Months">The horizon.</param>
/// <param name="Kind">Where the challenger is cheaper.</param>
/// <param name="QueriesPerMonth">The volume at which both cost the same; null where there is none.</param>
/// <param name="Once">S_F − S_R.</param>
/// <param name="Monthly">F_F − F_R.</param>
/// <param name="PerQuery">P_R − P_F.</param>
/// <param name="Numerator">(S_F − S_R) + (F_F − F_R)·n.</param>
/// <param name="RetrainingShare">The part of the numerator that is retraining, from 0 to 1; null where it is no such part: the numerator is not above 0, or one of its parts is below 0. See <see cref="Retraining"/>.</param>
public sealed record Crossover(
    string Incumbent, string Challenger, int Months, CrossoverKind Kind, decimal? QueriesPerMonth, decimal Once, decimal Monthly, decimal PerQuery, decimal Numerator, double? RetrainingShare)
{
    private const int Searched = 240;
    private const double LargestVolume = 1e12;

    /// <summary>Largest volume that a search looks at, in questions a month.</summary>
    public static double LargestSearched => LargestVolume;

    /// <summary>What the numerator has for retraining, in the currency of the costs: that of the challenger less that of the incumbent over the horizon; below 0 where the incumbent retrains more.</summary>
    public decimal Retraining { get; init; }

    /// <summary>Where the challenger becomes cheaper.</summary>
    /// <param name="incumbent">The arm that stands.</param>
    /// <param name="challenger">The arm that may be cheaper.</param>
    /// <param name="months">The horizon; 1 to 600.</param>
    /// <param name="at">Which end of its ranges the challenger is taken at; the incumbent is at the other one. So <see cref="CostCase.Cheapest"/> is the best the challenger can hope for and <see cref="CostCase.Dearest"/> the worst.</param>
    /// <returns>The volume, or why there is none.</returns>
    public static Crossover Between(CostInputs incumbent, CostInputs challenger, int months, CostCase at = CostCase.Mode)
    {
        ArgumentNullException.ThrowIfNull(incumbent);
        ArgumentNullException.ThrowIfNull(challenger);
        ArgumentOutOfRangeException.ThrowIfLessThan(months, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(months, CostModel.LongestMonths);
        CostInputsCheck.Check(incumbent, challenger);
        CostCase opposite = at switch { CostCase.Cheapest => CostCase.Dearest, CostCase.Dearest => CostCase.Cheapest, _ => at };
        ArmCurve r = CostModel.Curve(incumbent, opposite), f = CostModel.Curve(challenger, at);
        double once = f.Once - r.Once, monthly = f.MonthlyAtRest - r.MonthlyAtRest, perQuery = r.PerQuery - f.PerQuery, numerator = once + (monthly * months);
        (CrossoverKind kind, double? volume) = Find(r, f, months);
        double retraining = (f.RetrainingMonthly - r.RetrainingMonthly) * months;
        return new Crossover(incumbent.Arm, challenger.Arm, months, kind, volume is { } v ? Figures.Amount(v) : null, Figures.Amount(once), Figures.Amount(monthly), Figures.Amount(perQuery), Figures.Amount(numerator), numerator > 0 && retraining >= 0 && retraining <= numerator ? retraining / numerator : null)
        {
            Retraining = Figures.Amount(retraining),
        };
    }

    /// <summary>Where f is cheaper than r.</summary>
    internal static (CrossoverKind Kind, double? Volume) Find(ArmCurve r, ArmCurve f, int months)
    {
        if (!r.IsLinear || !f.IsLinear) return Search(r, f, months);
        double numerator = f.Once - r.Once + ((f.MonthlyAtRest - r.MonthlyAtRest) * months), denominator = (r.PerQuery - f.PerQuery) * months;
        return (numerator, denominator) switch
        {
            (0, 0) => (CrossoverKind.Same, null),
            ( > 0, > 0) => (CrossoverKind.Above, numerator / denominator),
            ( < 0, < 0) => (CrossoverKind.Below, numerator / denominator),
            ( <= 0, >= 0) => (CrossoverKind.Always, null),
            _ => (CrossoverKind.Never, null),
        };
    }

    private static (CrossoverKind Kind, double? Volume) Search(ArmCurve r, ArmCurve f, int months)
    {
        double Difference(double queries) => f.TotalAt(queries, months) - r.TotalAt(queries, months);
        double low = 0, first = Difference(0);
        for (int i = 0; i <= Searched; i++)
        {
            double high = Math.Pow(LargestVolume, (double)i / Searched);
            if (Math.Sign(Difference(high)) is not 0 and var sign && sign != Math.Sign(first) && first != 0) return (first > 0 ? CrossoverKind.Above : CrossoverKind.Below, Bisect(Difference, low, high));
            if (first == 0) first = Difference(high);
            low = high;
        }

        return (first switch { 0 => CrossoverKind.Same, < 0 => CrossoverKind.Always, _ => CrossoverKind.Never }, null);
    }

    private static double Bisect(Func<double, double> difference, double low, double high)
    {
        int sign = Math.Sign(difference(low));
        for (int i = 0; i < 100 && high - low > 1e-9 * high; i++)
        {
            double middle = low + ((high - low) / 2);
            if (Math.Sign(difference(middle)) == sign) low = middle;
            else high = middle;
        }

        return high;
    }
}

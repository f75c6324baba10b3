namespace Assay.Decisions.Verdicts;

/// <summary>The rule itself, on figures that are taken as exact: which arm is to be shipped.</summary>
/// <remarks>
/// Of the arms that meet every limit: where the cost of a wrong answer is stated, the one with the least expected total cost of a month, M + V·w·(1 − s), with M its money, V questions a month,
/// w that cost and s the mean score. Otherwise the best score b leads, the arms with b − s below the difference that matters are level with it, and the cheapest of the level arms is chosen; where costs are equal or one is
/// not known, the fastest; where that does not tell either, the best score, then the first. Money of a month is M = B/H + R·r + F + A + V·(p·c + q): building spread over the horizon, retrainings, fixed costs, assumed costs, model calls at a price factor p,
/// and other costs of a question. Without a volume the cost of one question, p·c + q, takes its place.
/// </remarks>
public static class Choice
{
    private const double Close = 1e-12;

    /// <summary>Chooses.</summary>
    /// <param name="arms">The figures of each arm.</param>
    /// <param name="at">Limits, volume and prices.</param>
    /// <returns>Index of the chosen arm; −1 when none meets the limits.</returns>
    public static int Of(ReadOnlySpan<ArmFigures> arms, in Circumstances at) => at.Basis == DecisionBasis.TotalCost ? Cheapest(arms, at) : BestThenCheapest(arms, at);

    /// <summary>Whether an arm meets every limit. What is not known is not held against it.</summary>
    /// <param name="arm">Its figures.</param>
    /// <param name="at">The limits.</param>
    public static bool Meets(in ArmFigures arm, in Circumstances at) =>
        !arm.IsRuledOut && !(arm.P50Ms > at.LatencyP50) && !(arm.P95Ms > at.LatencyP95) && !(arm.P99OrLess > at.LatencyP99)
        && arm.Build <= at.BuildBudget && (double.IsPositiveInfinity(at.MonthlyBudget) || Running(arm, at) <= at.MonthlyBudget);

    /// <summary>What a month costs, everything counted that is known: the part of model calls with an unknown price and the part of an unknown volume are 0.</summary>
    /// <param name="arm">Its figures.</param>
    /// <param name="at">Volume and prices.</param>
    public static double Monthly(in ArmFigures arm, in Circumstances at) => Fixed(arm, at) + ((at.QueriesPerMonth ?? 0) * Question(arm, at));

    /// <summary>What a month of running costs: <see cref="Monthly"/> without the part of building, which has a budget of its own, and without what was neither stated nor measured.</summary>
    /// <param name="arm">Its figures.</param>
    /// <param name="at">Volume and prices.</param>
    public static double Running(in ArmFigures arm, in Circumstances at) => Monthly(arm with { Build = 0, Assumed = 0, Retraining = arm.RetrainingIsAssumed ? 0 : arm.Retraining }, at);

    /// <summary>What arms are compared by when it comes to cost: a month, or one question where no volume is stated.</summary>
    /// <param name="arm">Its figures.</param>
    /// <param name="at">Volume and prices.</param>
    public static double Money(in ArmFigures arm, in Circumstances at) => at.QueriesPerMonth is null ? Question(arm, at) : Monthly(arm, at);

    /// <summary><see cref="Money"/> and the wrong answers of a month (or of one question).</summary>
    /// <param name="arm">Its figures.</param>
    /// <param name="at">With the cost of a wrong answer, else it counts 0.</param>
    public static double Total(in ArmFigures arm, in Circumstances at) => Money(arm, at) + ((at.QueriesPerMonth ?? 1) * (at.WrongAnswerCost ?? 0) * (1 - arm.Score));

    private static double Fixed(in ArmFigures arm, in Circumstances at) => (arm.Build / at.HorizonMonths) + (arm.Retraining * at.RetrainingsPerMonth) + arm.Monthly + arm.Assumed;

    private static double Question(in ArmFigures arm, in Circumstances at) => (at.PriceFactor * (arm.CostPerQuestion ?? 0)) + arm.PerQuery;

    private static int Cheapest(ReadOnlySpan<ArmFigures> arms, in Circumstances at)
    {
        int chosen = -1;
        double least = double.PositiveInfinity;
        for (int i = 0; i < arms.Length; i++)
        {
            if (!Meets(arms[i], at)) continue;
            double total = Total(arms[i], at);
            if (chosen >= 0 && (total > least || (total == least && arms[i].Score <= arms[chosen].Score))) continue;
            (chosen, least) = (i, total);
        }

        return chosen;
    }

    private static int BestThenCheapest(ReadOnlySpan<ArmFigures> arms, in Circumstances at)
    {
        double best = double.NegativeInfinity;
        bool known = true;
        ulong meeting = 0;
        for (int i = 0; i < arms.Length; i++)
        {
            if (!Meets(arms[i], at)) continue;
            meeting |= 1UL << i;
            best = Math.Max(best, arms[i].Score);
        }

        for (int i = 0; i < arms.Length; i++)
        {
            if ((meeting >> i & 1) == 0) continue;
            if (IsLevel(best, arms[i], at)) known &= arms[i].CostPerQuestion is not null;
            else meeting &= ~(1UL << i);
        }

        int chosen = -1;
        for (int i = 0; i < arms.Length; i++)
        {
            if ((meeting >> i & 1) != 0 && (chosen < 0 || IsBefore(arms[i], arms[chosen], at, known))) chosen = i;
        }

        return chosen;
    }

    /// <summary>Whether an arm is level with one that scores <paramref name="best"/>.</summary>
    internal static bool IsLevel(double best, in ArmFigures arm, in Circumstances at) => best - arm.Score < at.DifferenceThatMatters || best == arm.Score;

    /// <summary>Whether one of two level arms is to be preferred.</summary>
    internal static bool IsBefore(in ArmFigures a, in ArmFigures b, in Circumstances at, bool costsKnown)
    {
        if (costsKnown)
        {
            double x = Money(a, at), y = Money(b, at);
            if (Math.Abs(x - y) > Close * Math.Max(x, y)) return x < y;
        }

        if (a.P95Ms is { } fast && b.P95Ms is { } slow && fast != slow) return fast < slow;
        return a.Score > b.Score;
    }
}

namespace Assay.Decisions.Verdicts;

/// <summary>Where on one axis the choice leaves an arm, on figures that are taken as exact.</summary>
/// <remarks>
/// Money and total cost are linear in every axis, and a latency limit lets an arm in or out at its percentile. So the choice can only change where two arms cost the same, one reaches the budget, or a percentile is passed: these
/// points are worked out, sorted, and the choice is made once between each two.
/// </remarks>
public static class FlipSearch
{
    /// <summary>Most arms that are compared.</summary>
    public const int MostArms = 24;

    /// <summary>The first value, on the way from one end to the other, at which another arm than the named one (or none) is chosen.</summary>
    /// <param name="arms">The figures of each arm; at most <see cref="MostArms"/>.</param>
    /// <param name="at">Everything that is not moved.</param>
    /// <param name="axis">What is moved.</param>
    /// <param name="from">Where it begins; 0 or more.</param>
    /// <param name="to">Where it ends, above or below.</param>
    /// <param name="chosen">The named arm.</param>
    /// <returns>The value and the arm chosen beyond it (−1: none meets the limits); a value of <paramref name="from"/> when the named arm is not chosen even there; null when it is chosen all the way.</returns>
    public static (double At, int To)? Of(ReadOnlySpan<ArmFigures> arms, in Circumstances at, FlipAxis axis, double from, double to, int chosen)
    {
        if (arms.Length > MostArms) throw new ArgumentException($"At most {MostArms} arms can be compared, found {arms.Length}.", nameof(arms));
        int here = Choice.Of(arms, at.With(axis, from));
        if (here != chosen) return (from, here);
        Span<double> points = stackalloc double[MostArms * MostArms];
        int count = axis is FlipAxis.LatencyP50 or FlipAxis.LatencyP95 or FlipAxis.LatencyP99 ? Percentiles(arms, axis, points) : Crossings(arms, at, axis, Math.Max(from, to), points);
        double low = Math.Min(from, to), high = Math.Max(from, to);
        int kept = 0;
        for (int i = 0; i < count; i++)
        {
            if (points[i] > low && points[i] < high) points[kept++] = points[i];
        }

        Span<double> inside = points[..kept];
        inside.Sort();
        if (to < from) inside.Reverse();
        for (int i = 0; i < kept; i++)
        {
            double next = i + 1 < kept ? inside[i + 1] : to;
            int there = Choice.Of(arms, at.With(axis, inside[i] + ((next - inside[i]) / 2)));
            if (there != chosen) return (inside[i], there);
        }

        return null;
    }

    private static int Percentiles(ReadOnlySpan<ArmFigures> arms, FlipAxis axis, Span<double> points)
    {
        int count = 0;
        foreach (ref readonly ArmFigures arm in arms)
        {
            if (!arm.IsRuledOut && arm.Percentile(axis) is { } percentile) points[count++] = percentile;
        }

        return count;
    }

    private static int Crossings(ReadOnlySpan<ArmFigures> arms, in Circumstances at, FlipAxis axis, double far, Span<double> points)
    {
        Circumstances none = at.With(axis, 0), other = at.With(axis, far);
        bool total = at.Basis == DecisionBasis.TotalCost || axis == FlipAxis.WrongAnswerCost;
        Span<double> start = stackalloc double[MostArms], slope = stackalloc double[MostArms];
        int count = 0;
        for (int i = 0; i < arms.Length; i++)
        {
            if (arms[i].IsRuledOut) continue;
            start[i] = total ? Choice.Total(arms[i], none) : Choice.Money(arms[i], none);
            slope[i] = ((total ? Choice.Total(arms[i], other) : Choice.Money(arms[i], other)) - start[i]) / far;
            if (!double.IsPositiveInfinity(at.MonthlyBudget))
            {
                double fixedPart = Choice.Running(arms[i], none);
                Add(at.MonthlyBudget - fixedPart, (Choice.Running(arms[i], other) - fixedPart) / far, points, ref count);
            }

            for (int j = 0; j < i; j++)
            {
                if (!arms[j].IsRuledOut) Add(start[j] - start[i], slope[i] - slope[j], points, ref count);
            }
        }

        return count;
    }

    private static void Add(double above, double below, Span<double> points, ref int count)
    {
        if (below != 0) points[count++] = above / below;
    }
}

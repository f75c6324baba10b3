using System.Collections.Immutable;

namespace Assay.Decisions.Verdicts;

/// <summary>Where the choice leaves an arm, on every axis on which it could, with intervals from the joint draws.</summary>
/// <remarks>
/// The flip point of an arm upwards from x₀ is the least x ≥ x₀ at which <see cref="Choice"/> does not name it: x₀ itself where it is not the choice to begin with. Each draw has one; the interval takes the middle 90% of them, with
/// draws in which nothing changes within the range counted beyond its end.
/// </remarks>
/// <param name="names">Names of the arms.</param>
/// <param name="draws">Their draws.</param>
/// <param name="at">Where everything stands.</param>
/// <param name="wording">How a flip is said.</param>
internal sealed class FlipFinder(IReadOnlyList<string> names, JointDraws draws, Circumstances at, FlipWording wording)
{
    /// <summary>Volumes, limits and costs are moved by up to this factor.</summary>
    public const double Widest = 100;

    private const double PriceFactor = 10, LatencyFactor = 10, MostRetrainings = 31, Tail = 0.05;

    /// <summary>The flip points of an arm.</summary>
    /// <param name="chosen">Its index.</param>
    public ImmutableArray<FlipPoint> Of(int chosen)
    {
        var points = ImmutableArray.CreateBuilder<FlipPoint>();
        foreach ((FlipAxis axis, double? now, double from, double to) in Ways(chosen))
        {
            if (Point(axis, now, from, to, chosen) is { } point) points.Add(point);
        }

        return points.ToImmutable();
    }

    private IEnumerable<(FlipAxis Axis, double? Now, double From, double To)> Ways(int chosen)
    {
        ImmutableArray<ArmFigures> figures = draws.Measured;
        bool hasBudget = double.IsFinite(at.MonthlyBudget), hasFixed = figures.Any(f => !f.IsRuledOut && f.Build + f.Retraining + f.Monthly + f.Assumed > 0);
        bool hasCalls = figures.Any(f => !f.IsRuledOut && f.CostPerQuestion > 0);
        if (at.QueriesPerMonth is { } volume && (hasBudget || hasFixed)) foreach (var way in Both(FlipAxis.Volume, volume, Widest)) yield return way;
        if (figures.Any(f => !f.IsRuledOut && f.Retraining > 0))
        {
            double rate = at.RetrainingsPerMonth;
            yield return (FlipAxis.ChangeRate, rate, rate, Math.Max(MostRetrainings, rate * LatencyFactor));
            if (rate > 0) yield return (FlipAxis.ChangeRate, rate, rate, 0);
        }

        foreach (FlipAxis axis in (FlipAxis[])[FlipAxis.LatencyP50, FlipAxis.LatencyP95, FlipAxis.LatencyP99])
        {
            if (at.At(axis) is { } limit && limit > 0 && figures.Any(f => !f.IsRuledOut && f.Percentile(axis) is not null)) foreach (var way in Both(axis, limit, LatencyFactor)) yield return way;
        }

        if (hasCalls && (hasBudget || at.Basis == DecisionBasis.TotalCost || (at.QueriesPerMonth is not null && hasFixed) || figures.Any(f => f.PerQuery > 0)))
        {
            foreach (var way in Both(FlipAxis.Price, at.PriceFactor, PriceFactor)) yield return way;
        }

        foreach (var way in WrongAnswers(chosen, figures)) yield return way;
    }

    // Not stated: quality decides, as if a wrong answer cost without end. The arm of the best score holds from there down to some cost.
    private IEnumerable<(FlipAxis Axis, double? Now, double From, double To)> WrongAnswers(int chosen, ImmutableArray<ArmFigures> figures)
    {
        if (at.WrongAnswerCost is { } cost)
        {
            if (cost > 0) foreach (var way in Both(FlipAxis.WrongAnswerCost, cost, Widest)) yield return way;
            yield break;
        }

        ArmFigures[] meeting = [.. figures.Where(f => Choice.Meets(f, at))];
        if (meeting.Any(f => f.CostPerQuestion is null || f.Score > figures[chosen].Score)) yield break;
        double dearest = meeting.Max(f => Choice.Money(f, at)) / (at.QueriesPerMonth ?? 1);
        if (dearest > meeting.Min(f => Choice.Money(f, at)) / (at.QueriesPerMonth ?? 1)) yield return (FlipAxis.WrongAnswerCost, null, 1e6 * dearest, 0);
    }

    private static IEnumerable<(FlipAxis Axis, double? Now, double From, double To)> Both(FlipAxis axis, double now, double factor) => [(axis, now, now, now * factor), (axis, now, now, now / factor)];

    private FlipPoint? Point(FlipAxis axis, double? now, double from, double to, int chosen)
    {
        (double At, int To)? measured = FlipSearch.Of(draws.Measured.AsSpan(), at, axis, from, to, chosen);
        double beyond = to > from ? double.PositiveInfinity : double.NegativeInfinity;
        double[] values = new double[draws.Count];
        int changes = 0;
        for (int d = 0; d < values.Length; d++)
        {
            (double At, int To)? flip = FlipSearch.Of(draws.Of(d), at, axis, from, to, chosen);
            values[d] = flip is not { } found ? beyond : now is null && found.At == from ? double.PositiveInfinity : found.At;
            changes += flip is null ? 0 : 1;
        }

        Array.Sort(values);
        double low = values[(int)(Tail * (values.Length - 1))], high = values[(int)Math.Ceiling((1 - Tail) * (values.Length - 1))];
        var point = new FlipPoint
        {
            Axis = axis,
            Now = now,
            RangeEnd = to,
            At = measured?.At,
            Low = double.IsFinite(low) ? low : null,
            High = double.IsFinite(high) ? high : null,
            To = measured is { To: >= 0 } m ? names[m.To] : null,
            Chance = changes / (double)draws.Count,
            Text = "",
        };
        return point with { Text = wording.Of(names[chosen], point) };
    }
}

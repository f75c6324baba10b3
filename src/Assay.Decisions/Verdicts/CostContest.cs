using System.Collections.Immutable;
using System.Globalization;

namespace Assay.Decisions.Verdicts;

/// <summary>
/// The contest by expected total cost, wrong answers included. The arm with the least is shipped when it is the cheapest in 95% of the joint draws; where the most that could be lost by it, in 95% of the draws against every rival, is
/// less than what a difference of scores that matters would cost, there is no difference that matters; else it is undecided.
/// </summary>
/// <param name="draws">Joint draws of the arms.</param>
/// <param name="indices">Index of each candidate in the draws.</param>
/// <param name="at">Limits, volume and prices.</param>
/// <param name="currency">For the sentences.</param>
internal sealed class CostContest(JointDraws draws, IReadOnlyDictionary<Candidate, int> indices, Circumstances at, string currency)
{
    private const double Sure = 0.95, Tail = 0.025;

    private double Matters => at.DifferenceThatMatters * at.WrongAnswerCost!.Value * (at.QueriesPerMonth ?? 1);

    private string Period => at.QueriesPerMonth is null ? "question" : "month";

    /// <summary>Decides.</summary>
    /// <param name="candidates">The arms that meet the requirements, with their figures.</param>
    /// <param name="questions">Questions asked.</param>
    public ContestResult Decide(ImmutableArray<Candidate> candidates, int questions)
    {
        Candidate chosen = candidates[Choice.Of([.. candidates.Select(c => c.Figures)], at)];
        Saving[] savings = [.. candidates.Where(c => c != chosen).Select(c => Against(chosen, c))];
        ImmutableArray<Reason> reasons = [.. savings.Select(s => new Reason($"{chosen.Name} saves {Text(s)} a {Period} against {s.Rival.Name}.", Wording.CostLink))];
        var first = new Reason($"{chosen.Name} costs {Wording.Amount(Choice.Total(chosen.Figures, at), currency)} a {Period} with its wrong answers ({Wording.Amount(at.WrongAnswerCost!.Value, currency)} each), the least of the arms that may be shipped.", Wording.NeedLink("wrongAnswerCost"));
        if (savings.All(s => s.Share >= Sure)) return new ContestResult(VerdictKind.Ship, chosen.Arm, null, [first, .. reasons], []);
        if (savings.Where(s => s.Share < Sure).All(s => -s.Low < Matters))
        {
            var none = new Reason($"No difference that matters: {Wording.Names([chosen.Name, .. savings.Where(s => s.Share < Sure).Select(s => s.Rival.Name)])} differ by less than {Wording.Amount(Matters, currency)} a {Period}, the cost of {Wording.Points(at.DifferenceThatMatters)}; {chosen.Name} is the cheapest of them, wrong answers included.", Wording.NeedLink("wrongAnswerCost"));
            return new ContestResult(VerdictKind.NoDetectableDifference, chosen.Arm, null, [none, .. reasons], []);
        }

        Saving[] open = [.. savings.Where(s => s.Share < Sure)];
        return Undecided(chosen, open, questions, reasons);
    }

    private ContestResult Undecided(Candidate chosen, Saving[] open, int questions, ImmutableArray<Reason> reasons)
    {
        string names = Wording.Names(open.Select(s => s.Rival.Name));
        int? more = open.All(s => s.MoneyShare < 0.5) ? open.Max(s => More(s, questions)) : null;
        return new ContestResult(
            VerdictKind.Undecided,
            chosen.Arm,
            more,
            [
                more is { } n
                    ? new Reason($"Undecided: ask {n.ToString("N0", CultureInfo.InvariantCulture)} more questions to tell the total cost of {chosen.Name} from that of {names}.", Wording.CostLink)
                    : new Reason($"Undecided: what {chosen.Name} and {names} cost to build and run is known too roughly to tell their total costs apart. Narrow those ranges; more questions would not do.", Wording.CostLink),
                .. reasons,
            ],
            [new Reason($"{chosen.Name} has the least expected total cost so far; whoever must choose now, chooses it.", Wording.CostLink)]);
    }

    // Enough that the interval leaves 0 or the margin out, whichever is nearer.
    private int More(Saving s, int questions)
    {
        double reach = (s.High - s.Low) / 2, room = Math.Max(Math.Max(s.Mean, Matters - s.Mean), Matters / 4);
        return Math.Max(1, (int)Math.Min(int.MaxValue, Math.Ceiling(questions * ((reach / room * (reach / room)) - 1))));
    }

    private Saving Against(Candidate chosen, Candidate rival)
    {
        int a = indices[chosen], b = indices[rival];
        double[] saved = new double[draws.Count];
        for (int d = 0; d < saved.Length; d++)
        {
            ReadOnlySpan<ArmFigures> arms = draws.Of(d);
            saved[d] = Choice.Total(arms[b], at) - Choice.Total(arms[a], at);
        }

        Array.Sort(saved);
        double mean = saved.Average(), spread = saved.Average(s => (s - mean) * (s - mean));
        double money = MoneyVariance(chosen, rival);
        return new Saving(rival, Choice.Total(rival.Figures, at) - Choice.Total(chosen.Figures, at), saved[(int)(Tail * (saved.Length - 1))], saved[(int)Math.Ceiling((1 - Tail) * (saved.Length - 1))], saved.Count(s => s > 0) / (double)saved.Length, spread > 0 ? Math.Min(1, money / spread) : 0);
    }

    // What two arms share does not tell them apart, so it is the difference that varies.
    private double MoneyVariance(Candidate chosen, Candidate rival)
    {
        ImmutableArray<MoneyDraw> mine = chosen.Arm.Money.Draws, theirs = rival.Arm.Money.Draws;
        if (mine.IsEmpty || mine.Length != theirs.Length) return MoneyVariance(chosen) + MoneyVariance(rival);
        double volume = at.QueriesPerMonth ?? 1, asked = at.QueriesPerMonth is null ? 0 : 1;
        double Of(MoneyDraw m) => (asked * ((m.Build / at.HorizonMonths) + (m.Retraining * at.RetrainingsPerMonth) + m.Monthly + m.Assumed)) + (m.PerQuery * volume);
        double[] differences = [.. mine.Zip(theirs, (a, b) => Of(b) - Of(a))];
        double mean = differences.Average();
        return differences.Average(d => (d - mean) * (d - mean));
    }

    private double MoneyVariance(Candidate c)
    {
        ArmMoney m = c.Arm.Money;
        double volume = at.QueriesPerMonth ?? 1, asked = at.QueriesPerMonth is null ? 0 : 1;
        return (asked * ((m.Build.Variance / (at.HorizonMonths * at.HorizonMonths)) + (m.Retraining.Variance * at.RetrainingsPerMonth * at.RetrainingsPerMonth) + m.Monthly.Variance + m.Assumed.Variance)) + (m.PerQuery.Variance * volume * volume);
    }

    private string Text(Saving s) => $"{Wording.Amount(s.Mean, currency)} (95% interval {Wording.Amount(s.Low, currency)} to {Wording.Amount(s.High, currency)})";

    /// <summary>What the chosen arm costs less than a rival.</summary>
    private sealed record Saving(Candidate Rival, double Mean, double Low, double High, double Share, double MoneyShare);
}

using System.Collections.Immutable;
using System.Globalization;
using Assay.Evaluation.Statistics;

namespace Assay.Decisions.Verdicts;

/// <summary>
/// The contest by quality, then cost. The arm that <see cref="Choice"/> names on the figures as measured is shipped when it holds against every rival: it is shown to be better, or the rival is shown not to be better by what
/// matters and costs more (or is level and costs no less). Against rivals it is not told apart from, it is also shipped when it is the choice in 95% of the joint draws.
/// </summary>
/// <param name="arms">All arms, references included.</param>
/// <param name="pairs">Their pairs.</param>
/// <param name="at">Limits, volume and prices.</param>
/// <param name="odds">Probability that an arm is the choice.</param>
/// <param name="currency">For the sentences.</param>
internal sealed class QualityContest(IReadOnlyList<ArmEvidence> arms, ImmutableArray<FamilyPair> pairs, Circumstances at, Func<ArmEvidence, double> odds, string currency)
{
    private const double Sure = 0.95;

    private double Matters => at.DifferenceThatMatters;

    /// <summary>Decides.</summary>
    /// <param name="candidates">The arms that meet the requirements, with their figures, the best score first.</param>
    public ContestResult Decide(ImmutableArray<Candidate> candidates)
    {
        Candidate best = candidates[0], chosen = candidates[Choice.Of([.. candidates.Select(c => c.Figures)], at)];
        Rival[] rivals = [.. candidates.Where(c => c != chosen).Select(c => Rival.Of(chosen.Arm, c.Arm, arms, pairs))];
        bool known = candidates.All(c => c.Figures.CostPerQuestion is not null);
        Rival[] open = [.. rivals.Where(r => !Holds(chosen, candidates.First(c => c.Arm == r.Arm), r, known))];
        if (open.Any(IsBetter) || (open.Length > 0 && odds(chosen.Arm) < Sure)) return Undecided(best, chosen, candidates, open);
        Rival[] unbeaten = [.. rivals.Where(r => !r.IsBeaten)];
        return unbeaten.Length > 0 && unbeaten.All(IsLevel) ? Cheapest(chosen, candidates, rivals, known) : Ship(best, chosen, rivals, open);
    }

    private bool Holds(Candidate chosen, Candidate other, Rival rival, bool costsKnown)
    {
        if (rival.IsBeaten) return true;
        if (-rival.Interval.Low >= Matters) return false;
        return Leads(chosen.Figures, other.Figures, costsKnown) || (IsLevel(rival) && !Leads(other.Figures, chosen.Figures, costsKnown));
    }

    // Shown to be better than the cheaper one that was chosen: what is open is whether by what matters.
    private static bool IsBetter(Rival rival) => rival.Mean < 0 && rival.AdjustedP <= PairedFamily.Level;

    private bool IsLevel(Rival rival) => rival.Interval.High < Matters && -rival.Interval.Low < Matters;

    // By cost, or by speed where costs are equal or not known; the score does not count here.
    private bool Leads(ArmFigures a, ArmFigures b, bool costsKnown) => Choice.IsBefore(a with { Score = 0 }, b with { Score = 0 }, at, costsKnown);

    private ContestResult Ship(Candidate best, Candidate chosen, Rival[] rivals, Rival[] open) => new(
        VerdictKind.Ship,
        chosen.Arm,
        null,
        [
            new Reason(
                chosen.Figures.Score >= best.Figures.Score
                    ? $"{chosen.Name} scores {Wording.Points(chosen.Figures.Score)}, the best of the arms that may be shipped."
                    : $"{chosen.Name} scores {Wording.Points(chosen.Figures.Score)}, not less by what matters ({Wording.Points(Matters)}) than the best ({best.Name}, {Wording.Points(best.Figures.Score)}), and is to be preferred for its cost or speed.",
                Wording.ScoresLink),
            .. rivals.Select(r => new Reason(Beats(chosen, r, open.Contains(r)), r.Link)),
        ],
        [.. rivals.Where(r => r.IsBeaten).Select(r => new Reason($"{chosen.Name} is no longer told from {r.Arm.Arm} if it loses {Wording.Points(r.Interval.Low)} on these questions.", r.Link))]);

    private string Beats(Candidate chosen, Rival r, bool isOpen) => $"{chosen.Name} minus {r.Arm.Arm}: {r.Range}, on {r.Estimate.N.ToString("N0", CultureInfo.InvariantCulture)} questions"
        + (r.IsBeaten ? "." : isOpen ? $": not told apart, but with its cost and speed {chosen.Name} is the choice in {Wording.Percent(odds(chosen.Arm))} of resamples." : $": {r.Arm.Arm} is not better by what matters ({Wording.Points(Matters)}), and is not to be preferred for its cost or speed.");

    private ContestResult Cheapest(Candidate chosen, ImmutableArray<Candidate> candidates, Rival[] rivals, bool costsKnown)
    {
        Candidate[] tied = [.. candidates.Where(c => c == chosen || rivals.Any(r => r.Arm == c.Arm && !r.IsBeaten))];
        bool costsDiffer = costsKnown && tied.Select(c => Choice.Money(c.Figures, at)).Distinct().Count() > 1;
        bool speedsDiffer = tied.All(c => c.Figures.P95Ms is not null) && tied.Select(c => c.Figures.P95Ms).Distinct().Count() > 1;
        string what = costsDiffer ? $"{chosen.Name} is the cheapest of them." : $"{chosen.Name} is the {(speedsDiffer ? "fastest" : "best")} of them, and none is known to cost less.";
        return new ContestResult(
            VerdictKind.NoDetectableDifference,
            chosen.Arm,
            null,
            [
                new Reason($"No difference that matters ({Wording.Points(Matters)}) between {Wording.Names(tied.Select(c => c.Name))}: {what}", costsDiffer ? Wording.CostLink : speedsDiffer ? Wording.LatencyLink : Wording.ScoresLink),
                .. rivals.Select(r => new Reason($"{chosen.Name} minus {r.Arm.Arm}: {r.Range}.", r.Link)),
            ],
            costsDiffer && Choice.Money(chosen.Figures, at) > 0
                ? [.. tied.Where(c => c != chosen).Select(c => new Reason($"{c.Name} becomes the choice if it gets cheaper than {chosen.Name} ({Money(chosen)}).", Wording.CostLink))]
                : []);
    }

    private ContestResult Undecided(Candidate best, Candidate chosen, ImmutableArray<Candidate> candidates, Rival[] open)
    {
        int more = open.Max(r => r.MoreQuestions(Matters, IsBetter(r)));
        IEnumerable<string> names = [chosen.Name, .. open.Select(r => r.Arm.Arm)];
        Candidate cheapest = candidates.Where(c => names.Contains(c.Name)).Aggregate((a, b) => Leads(b.Figures, a.Figures, true) ? b : a);
        return new ContestResult(
            VerdictKind.Undecided,
            chosen.Arm,
            more,
            [
                new Reason($"Undecided: ask {more.ToString("N0", CultureInfo.InvariantCulture)} more questions to tell {chosen.Name} from {Wording.Names(open.Select(r => r.Arm.Arm))}.", Wording.ScoresLink),
                .. open.Select(r => new Reason($"{chosen.Name} minus {r.Arm.Arm}: {r.Range}, {(IsBetter(r) ? $"so {r.Arm.Arm} is better, but not shown to be by what matters ({Wording.Points(Matters)}), and {chosen.Name} is to be preferred for its cost or speed" : r.NotShown)}.", r.Link)),
            ],
            [new Reason($"More questions decide it{Meanwhile(best, cheapest)}.", Wording.CostLink)]);
    }

    private string Meanwhile(Candidate best, Candidate cheapest) => best == cheapest
        ? $"; until then {best.Name} scores best and is not dearer than the others"
        : $"; if a difference of {Wording.Points(Matters)} does not matter to you, ship the cheapest of them{(cheapest.Figures.CostPerQuestion is null ? "" : $" ({cheapest.Name})")}, and if any difference does, the best ({best.Name})";

    private string Money(Candidate c) => $"{Wording.Amount(Choice.Money(c.Figures, at), currency)} a {(at.QueriesPerMonth is null ? "question" : "month")}";
}

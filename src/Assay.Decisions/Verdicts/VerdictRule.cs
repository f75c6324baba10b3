using System.Collections.Immutable;
using System.Globalization;
using Assay.Decisions.Requirements;
using Assay.Evaluation.Statistics;

namespace Assay.Decisions.Verdicts;

/// <summary>
/// From measurements and needs to a recommendation: arms that miss a hard requirement are out; of the rest <see cref="Choice"/> names one, and it is shipped when the evidence bears it out against every other
/// (<see cref="QualityContest"/>, or <see cref="CostContest"/> where the cost of a wrong answer is stated). How sure that is, and where it changes, comes from joint draws of quality, latency and cost.
/// </summary>
/// <param name="needs">What the product needs.</param>
/// <param name="options">Seed and the difference that matters.</param>
public sealed class VerdictRule(Needs needs, VerdictOptions options)
{
    private const double Noticeable = 0.05;

    /// <summary>Decides.</summary>
    /// <param name="arms">What was measured, the same questions for every arm; from 1 to <see cref="FlipSearch.MostArms"/>.</param>
    /// <param name="clusters">Source of a question by its id; see <see cref="Clustered"/>. Null: questions are independent.</param>
    /// <returns>The verdict.</returns>
    /// <exception cref="ArgumentException">A score is not in [0, 1], a latency or cost is negative or no number, an amount is no range, or there are too many arms.</exception>
    public Verdict Decide(IReadOnlyList<ArmEvidence> arms, IReadOnlyDictionary<string, string>? clusters = null)
    {
        Check(arms);
        ArmEvidence[] products = [.. arms.Where(a => !a.IsReference)];
        if (products.Length == 0) return Open("Only reference arms were measured: they explain the others and are not shipped. Measure prompt or rag as well.");
        if (products.All(a => Scored(a) == 0)) return Open("No arm that may be shipped has a scored answer. Give the questions accepted answers; if they have them, the provider failed: run the command again.");
        var measured = new Field(needs, options, products, clusters);
        Verdict verdict = Judge(measured, arms, products, clusters);
        return verdict with { Basis = measured.At.Basis, Chances = measured.Odds.Arms, NoneMeets = measured.Odds.NoneMeets };
    }

    private Verdict Judge(Field field, IReadOnlyList<ArmEvidence> arms, ArmEvidence[] products, IReadOnlyDictionary<string, string>? clusters)
    {
        ImmutableArray<Reason> misses = [.. products.SelectMany(a => field.Misses(a).Select(m => new Reason($"{a.Arm} {m.Text}.", m.Link)))];
        ArmEvidence[] candidates = [.. products.Where(a => !field.Misses(a).Any()).OrderByDescending(a => Mean(a) ?? -1).ThenBy(a => a.CostPerQuestion ?? double.MaxValue)];
        if (candidates.Length == 0) return NoneMeets(field, products, misses);
        ArmEvidence best = candidates[0];
        if (candidates.FirstOrDefault(a => MissingShare(a) > options.MissingShareAllowed) is { } incomplete) return Incomplete(incomplete, misses);
        if (Scored(best) < options.LeastQuestions) return TooFew(best, misses);
        if (Mean(best) == 0) return Open("Every arm that may be shipped scores 0, so there is nothing to choose. Read the answers in the report: the contract, the accepted answers or the model may not fit.", misses);
        if (products.Length == 1) return Open($"Only {best.Arm} was measured, at {Wording.Points(Mean(best)!.Value)}: there is nothing to compare it with.", misses);

        ImmutableArray<FamilyPair> pairs = PairedFamily.Of([.. arms.Select(a => a.Scores)], clusters, [.. arms.Select(a => a.IsReference)]);
        ImmutableArray<Candidate> contestants = [.. candidates.Select(a => new Candidate(a, field.Figures(a)!.Value))];
        ContestResult outcome = field.At.Basis == DecisionBasis.TotalCost
            ? new CostContest(field.Draws, contestants.ToDictionary(c => c, c => field.Index(c.Arm)), field.At, needs.Budget.Currency).Decide(contestants, Scored(best))
            : new QualityContest(arms, pairs, field.At, a => field.Odds.Arms[field.Index(a)].Best, needs.Budget.Currency).Decide(contestants);
        return Close(field, field.Borne(outcome), [.. misses, .. References(best, arms, pairs)]);
    }

    private Verdict Close(Field field, ContestResult outcome, ImmutableArray<Reason> seen)
    {
        bool decided = outcome.Kind != VerdictKind.Undecided;
        int chosen = field.Index(outcome.Arm);
        ImmutableArray<FlipPoint> flips = decided ? new FlipFinder(field.Names, field.Draws, field.At, new FlipWording(needs.Budget.Currency)).Of(chosen) : [];
        return new Verdict
        {
            Kind = outcome.Kind,
            Ship = decided ? outcome.Arm.Arm : null,
            Confidence = field.Odds.Arms[chosen].Best,
            QuestionsNeeded = outcome.QuestionsNeeded,
            Reasons = [.. outcome.Reasons, .. field.Standing(outcome.Arm), .. seen, .. NearMisses(field)],
            Caveats = outcome.Caveats,
            FlipPoints = flips,
        };
    }

    // An arm that misses a limit by so little that it may well keep it.
    private static IEnumerable<Reason> NearMisses(Field field) => field.Products
        .Where(a => field.Misses(a).Any() && !field.Misses(a).Any(m => m.IsFixed) && field.Index(a) >= 0 && field.Odds.Arms[field.Index(a)].Best > Noticeable)
        .Select(a => new Reason($"{a.Arm} misses {Wording.Names(field.Misses(a).Select(m => m.Need))} by little: it is the choice in {Wording.Percent(field.Odds.Arms[field.Index(a)].Best)} of resamples.", field.Misses(a).First().Link));

    private static Verdict NoneMeets(Field field, ArmEvidence[] products, ImmutableArray<Reason> misses)
    {
        ArmEvidence nearest = products.OrderBy(a => field.Misses(a).Count(m => m.IsFixed)).ThenBy(a => field.Misses(a).Length)
            .ThenBy(a => field.Misses(a).Where(m => !m.IsFixed).Sum(m => Math.Log(m.Excess))).ThenByDescending(a => Mean(a) ?? -1).First();
        ImmutableArray<Miss> missed = [.. field.Misses(nearest)];
        ImmutableArray<Reason> fixes = [.. missed.Select(m => new Reason($"{nearest.Arm} meets {m.Need} if you {m.Fix}.", m.Link))];
        string score = Mean(nearest) is { } mean ? $", with a score of {Wording.Points(mean)}" : "";
        return new Verdict
        {
            Kind = VerdictKind.NoneMeetsRequirements,
            Confidence = field.Odds.NoneMeets,
            Reasons = [new Reason("No arm meets the requirements.", Wording.ConfidenceLink), new Reason($"{nearest.Arm} comes nearest: it misses {Wording.Names(missed.Select(m => m.Need))}{score}.", missed[0].Link), .. misses, .. NearMisses(field)],
            Caveats = fixes,
            Nearest = new NearestArm(nearest.Arm, [.. missed.Select(m => new Reason($"{nearest.Arm} {m.Text}.", m.Link))], fixes),
        };
    }

    private Verdict TooFew(ArmEvidence best, ImmutableArray<Reason> misses) => new()
    {
        Kind = VerdictKind.Undecided,
        QuestionsNeeded = options.LeastQuestions - Scored(best),
        Reasons = [new Reason(string.Create(CultureInfo.InvariantCulture, $"Undecided: {Scored(best)} scored questions show nothing, whatever the scores; ask at least {options.LeastQuestions}, better 200."), Wording.ScoresLink), .. misses],
    };

    private static Verdict Open(string reason, params IEnumerable<Reason> more) => new() { Kind = VerdictKind.Undecided, Reasons = [new Reason(reason, Wording.ScoresLink), .. more] };

    private static Verdict Incomplete(ArmEvidence arm, ImmutableArray<Reason> misses) => new()
    {
        Kind = VerdictKind.Undecided,
        Reasons = [new Reason(string.Create(CultureInfo.InvariantCulture, $"Undecided: {100 * MissingShare(arm):0.#}% of {arm.Arm}'s answers are missing (provider failures). Run the command again: it asks only for those."), Wording.ScoresLink), .. misses],
    };

    private static IEnumerable<Reason> References(ArmEvidence best, IReadOnlyList<ArmEvidence> arms, ImmutableArray<FamilyPair> pairs)
    {
        foreach (ArmEvidence reference in arms.Where(a => a.IsReference && Mean(a) is not null))
        {
            Rival lead = Rival.Of(reference, best, arms, pairs);
            if (lead.IsBeaten) yield return new Reason($"The reference {reference.Arm} does better: {reference.Arm} minus {best.Arm} is {lead.Range}. That much can still be gained.", lead.Link);
        }
    }

    private void Check(IReadOnlyList<ArmEvidence> arms)
    {
        options.Check();
        if (arms.Count is 0 or > FlipSearch.MostArms) throw new ArgumentException($"From 1 to {FlipSearch.MostArms} arms can be compared, found {arms.Count}.", nameof(arms));
        foreach (ArmEvidence arm in arms)
        {
            arm.Money.Check(arm.Arm);
            if (arm.Scores.FirstOrDefault(s => s.Value is { } score && score is not (>= 0 and <= 1)) is { Value: { } wrong } bad) throw new ArgumentException($"The score of {arm.Arm} for {bad.Key} must lie in [0, 1], found {wrong}.", nameof(arms));
            foreach ((string id, double value) in arm.LatencyMs.Concat(arm.Cost))
            {
                if (!(value >= 0 && double.IsFinite(value))) throw new ArgumentException($"Latency and cost of {arm.Arm} for {id} must be 0 or more, found {value}.", nameof(arms));
            }
        }
    }

    private static int Scored(ArmEvidence arm) => arm.Scores.Values.Count(s => s is not null);

    private static double MissingShare(ArmEvidence arm) => arm.Scores.Values.Count(s => s is null) / (double)Math.Max(1, arm.Scores.Count);

    private static double? Mean(ArmEvidence arm) => arm.Scores.Values.Average();
}

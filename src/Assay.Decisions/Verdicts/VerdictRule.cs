using System.Collections.Immutable;
using System.Globalization;
using Assay.Decisions.Requirements;
using Assay.Evaluation.Statistics;

namespace Assay.Decisions.Verdicts;

/// <summary>
/// From measurements and needs to a recommendation: arms that miss a hard requirement are out; of the rest the best score wins if it is shown to be better than
/// every other, counting all pairs that are compared; arms that differ by less than matters are tied and the cheapest of them wins; otherwise more questions are needed.
/// </summary>
/// <param name="needs">What the product needs.</param>
/// <param name="options">Seed and the difference that matters.</param>
public sealed class VerdictRule(Needs needs, VerdictOptions options)
{
    /// <summary>Decides.</summary>
    /// <param name="arms">What was measured, the same questions for every arm; at least one.</param>
    /// <param name="clusters">Source of a question by its id; see <see cref="Clustered"/>. Null: questions are independent.</param>
    /// <returns>The verdict.</returns>
    public Verdict Decide(IReadOnlyList<ArmEvidence> arms, IReadOnlyDictionary<string, string>? clusters = null)
    {
        ImmutableArray<FamilyPair> pairs = PairedFamily.Of([.. arms.Select(a => a.Scores)], clusters, [.. arms.Select(a => a.IsReference)]);
        ArmEvidence[] products = [.. arms.Where(a => !a.IsReference)];
        if (products.Length == 0) return Open("Only reference arms were measured: they explain the others and are not shipped. Measure prompt or rag as well.");
        if (products.All(a => Mean(a) is null)) return Open("No arm that may be shipped has a scored answer. Give the questions accepted answers; if they have them, the provider failed: run the command again.");
        ImmutableArray<string> misses = [.. products.SelectMany(a => Misses(a).Select(m => $"{a.Arm} {m}"))];
        ArmEvidence[] candidates = [.. products.Where(a => !Misses(a).Any()).OrderByDescending(a => Mean(a) ?? -1).ThenBy(a => a.CostPerQuestionUsd ?? decimal.MaxValue)];
        if (candidates.Length == 0) return Nothing([.. misses]);

        ArmEvidence best = candidates[0];
        if (candidates.FirstOrDefault(a => MissingShare(a) > options.MissingShareAllowed) is { } incomplete) return Incomplete(incomplete, misses);
        if (Scored(best) < options.LeastQuestions) return TooFew(best, misses);
        if (Mean(best) == 0) return Open("Every arm that may be shipped scores 0, so there is nothing to choose. Read the answers in the report: the contract, the accepted answers or the model may not fit.", misses);
        if (products.Length == 1) return Open($"Only {best.Arm} was measured, at {Points(Mean(best)!.Value)}: there is nothing to compare it with.", misses);

        Rival[] rivals = [.. candidates.Skip(1).Select(a => Compare(best, a, arms, pairs))];
        Rival[] level = [.. rivals.Where(r => !r.IsBeaten)];
        double[] shares = [.. BestShare.Of([.. candidates.Select(c => c.Scores)], clusters, (ulong)options.Seed)];
        ImmutableArray<string> seen = [.. misses, .. References(best, arms, pairs)];
        if (level.Length == 0) return Ship(best, rivals, shares[0], seen);
        return level.All(r => r.Interval.High < options.DifferenceThatMatters)
            ? ShipCheapest(best, level, cheapest => shares[Array.IndexOf(candidates, cheapest)], seen)
            : Undecided(best, level, shares[0], seen);
    }

    private sealed record Rival(ArmEvidence Arm, ClusteredEstimate Estimate, double AdjustedP, int Tests)
    {
        public double Mean => Estimate.Mean ?? 0;

        public bool IsBeaten => Mean > 0 && AdjustedP <= PairedFamily.Level;

        /// <summary>Without a question in common nothing is known: the widest interval there is.</summary>
        public Interval Interval => Estimate.Interval ?? new Interval(-1, 1);
    }

    // A minus B, from the pairs of all arms; an estimate turned round has the same errors.
    private static Rival Compare(ArmEvidence a, ArmEvidence b, IReadOnlyList<ArmEvidence> arms, ImmutableArray<FamilyPair> pairs)
    {
        FamilyPair pair = pairs.First(p => (arms[p.A] == a && arms[p.B] == b) || (arms[p.A] == b && arms[p.B] == a));
        ClusteredEstimate d = pair.Difference;
        return new Rival(b, arms[pair.A] == a ? d : d.TurnedRound(), pair.AdjustedP, pair.Tests);
    }

    private IEnumerable<string> Misses(ArmEvidence arm)
    {
        if (needs.CitationsRequired is true && !arm.CanCite) yield return "cannot cite what it rests on, and citations are required.";
        if (needs.DataResidency == DataResidency.SelfHosted && arm.SendsDataOut) yield return "sends data to a provider, and data must stay self-hosted.";
        if (needs.DataResidency == DataResidency.Region && arm.SendsDataOut) yield return "sends data to a provider whose region is not known, and data must stay in the region.";
        if (needs.LatencyP95 is { } limit && arm.LatencyP95Ms is { } p95 && p95 > limit.TotalMilliseconds)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"needs {p95:N0} ms at the 95th percentile, and {limit.TotalMilliseconds:N0} ms are allowed.");
        }

        if (MonthlyCost(arm) is { } monthly && needs.Budget.Monthly is { } budget && monthly > budget)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"costs {monthly:N2} USD a month for the model alone, and {budget:N2} USD are budgeted.");
        }
    }

    private decimal? MonthlyCost(ArmEvidence arm) => arm.CostPerQuestionUsd * needs.QueriesPerMonth;

    private static Verdict Ship(ArmEvidence best, Rival[] rivals, double confidence, ImmutableArray<string> seen) => new()
    {
        Kind = VerdictKind.Ship,
        Ship = best.Arm,
        Confidence = confidence,
        Why = [$"{best.Arm} scores {Points(Mean(best)!.Value)}, the best of the arms that may be shipped.", .. rivals.Select(r => Beats(best, r)), .. seen],
        Flips = [.. rivals.SelectMany(r => FlipsOf(best, r))],
    };

    private Verdict ShipCheapest(ArmEvidence best, Rival[] level, Func<ArmEvidence, double> share, ImmutableArray<string> seen)
    {
        ArmEvidence[] tied = [best, .. level.Select(r => r.Arm)];
        bool costsDiffer = tied.All(a => a.CostPerQuestionUsd is not null) && tied.Select(a => a.CostPerQuestionUsd).Distinct().Count() > 1;
        ArmEvidence cheapest = tied.OrderBy(a => a.CostPerQuestionUsd ?? decimal.MaxValue).ThenBy(a => a.LatencyP95Ms ?? double.MaxValue).ThenBy(a => Array.IndexOf(tied, a)).First();
        return new Verdict
        {
            Kind = VerdictKind.NoDetectableDifference,
            Ship = cheapest.Arm,
            Confidence = share(cheapest),
            Why =
            [
                $"No difference that matters ({Points(options.DifferenceThatMatters)}) between {string.Join(" and ", tied.Select(a => a.Arm))}: {cheapest.Arm} is the {(costsDiffer ? "cheapest" : "fastest")} of them{(costsDiffer ? "" : ", and none is known to cost less")}.",
                .. level.Select(r => $"{best.Arm} minus {r.Arm.Arm}: {Range(r)}."), .. seen,
            ],
            Flips = costsDiffer && cheapest.CostPerQuestionUsd > 0
                ? [.. tied.Where(a => a != cheapest).Select(a => $"{a.Arm} becomes the choice if it gets cheaper than {cheapest.Arm}{Usd(cheapest.CostPerQuestionUsd)}.")]
                : [],
        };
    }

    private Verdict Undecided(ArmEvidence best, Rival[] level, double confidence, ImmutableArray<string> seen)
    {
        int more = level.Max(MoreQuestions);
        return new Verdict
        {
            Kind = VerdictKind.Undecided,
            Confidence = confidence,
            QuestionsNeeded = more,
            Why =
            [
                $"Undecided: ask {more.ToString("N0", CultureInfo.InvariantCulture)} more questions to tell {best.Arm} from {string.Join(" and ", level.Select(r => r.Arm.Arm))}.",
                .. level.Select(r => $"{best.Arm} minus {r.Arm.Arm}: {Range(r)}, {NotShown(r)}."), .. seen,
            ],
            Flips = [$"More questions decide it; if a difference of {Points(options.DifferenceThatMatters)} does not matter to you, ship the cheapest of them."],
        };
    }

    private int MoreQuestions(Rival rival)
    {
        double matters = options.DifferenceThatMatters;
        StudyDesign design = new() { Tests = Math.Max(1, rival.Tests) };
        int planned = SamplePlanner.QuestionsNeeded(rival.Estimate.StandardDeviation ?? 1, Math.Max(matters, Math.Abs(rival.Mean)), rival.Estimate.N == 0 ? design : design.Like(rival.Estimate));
        if (planned > rival.Estimate.N) return planned - rival.Estimate.N;

        // Enough to find such a difference, had it been there: what is missing is an interval narrow enough to leave 0 or the margin out.
        double reach = (rival.Interval.High - rival.Interval.Low) / 2;
        double room = Math.Max(Math.Max(rival.Mean, matters - rival.Mean), matters / 4);
        return Math.Max(1, (int)Math.Ceiling(rival.Estimate.N * ((reach / room * (reach / room)) - 1)));
    }

    private Verdict TooFew(ArmEvidence best, ImmutableArray<string> misses) => new()
    {
        Kind = VerdictKind.Undecided,
        QuestionsNeeded = options.LeastQuestions - Scored(best),
        Why = [string.Create(CultureInfo.InvariantCulture, $"Undecided: {Scored(best)} scored questions show nothing, whatever the scores; ask at least {options.LeastQuestions}, better 200."), .. misses],
    };

    private static Verdict Open(string reason, params IEnumerable<string> more) => new() { Kind = VerdictKind.Undecided, Why = [reason, .. more] };

    private static Verdict Nothing(params IEnumerable<string> why) =>
        new() { Kind = VerdictKind.NoneMeetsRequirements, Why = ["No arm meets the requirements.", .. why], Flips = ["Relax the requirement named above, or choose a model that meets it."] };

    private static Verdict Incomplete(ArmEvidence arm, ImmutableArray<string> misses) => new()
    {
        Kind = VerdictKind.Undecided,
        Why = [string.Create(CultureInfo.InvariantCulture, $"Undecided: {100 * MissingShare(arm):0.#}% of {arm.Arm}'s answers are missing (provider failures). Run the command again: it asks only for those."), .. misses],
    };

    private static string Beats(ArmEvidence best, Rival rival) => $"{best.Arm} minus {rival.Arm.Arm}: {Range(rival)}, on {rival.Estimate.N.ToString("N0", CultureInfo.InvariantCulture)} questions.";

    private static IEnumerable<string> FlipsOf(ArmEvidence best, Rival rival)
    {
        yield return $"{best.Arm} is no longer told from {rival.Arm.Arm} if it loses {Points(rival.Interval.Low)} on these questions.";
        if (best.CostPerQuestionUsd - rival.Arm.CostPerQuestionUsd is > 0 and { } extra)
        {
            decimal worth = extra / (decimal)rival.Mean;
            yield return string.Create(CultureInfo.InvariantCulture, $"{rival.Arm.Arm} is the better buy if a wrong answer costs less than {worth:0.######} USD: it saves {extra:0.######} USD a question.");
        }
    }

    private static IEnumerable<string> References(ArmEvidence best, IReadOnlyList<ArmEvidence> arms, ImmutableArray<FamilyPair> pairs)
    {
        foreach (ArmEvidence reference in arms.Where(a => a.IsReference && Mean(a) is not null))
        {
            Rival lead = Compare(reference, best, arms, pairs);
            if (lead.IsBeaten) yield return $"The reference {reference.Arm} does better: {reference.Arm} minus {best.Arm} is {Range(lead)}. That much can still be gained.";
        }
    }

    private static int Scored(ArmEvidence arm) => arm.Scores.Values.Count(s => s is not null);

    private static double MissingShare(ArmEvidence arm) => arm.Scores.Values.Count(s => s is null) / (double)Math.Max(1, arm.Scores.Count);

    private static double? Mean(ArmEvidence arm) => arm.Scores.Values.Average();

    private static string Points(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} points");

    private static string Range(Rival r) => string.Create(
        CultureInfo.InvariantCulture, $"{100 * r.Mean:+0.0;-0.0;0.0} points (95% interval {100 * r.Interval.Low:+0.0;-0.0;0.0} to {100 * r.Interval.High:+0.0;-0.0;0.0})");

    private static string NotShown(Rival r) => r.Interval is { Low: <= 0, High: >= 0 } || r.Tests < 2
        ? "which holds 0"
        : string.Create(CultureInfo.InvariantCulture, $"which is not enough when {r.Tests} pairs are compared (adjusted p {r.AdjustedP:0.000})");

    private static string Usd(decimal? cost) => cost is null ? "" : string.Create(CultureInfo.InvariantCulture, $" ({cost:0.######} USD a question)");
}

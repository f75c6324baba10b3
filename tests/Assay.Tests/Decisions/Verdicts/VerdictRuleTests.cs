using Assay.Decisions.Requirements;
using Assay.Decisions.Verdicts;

namespace Assay.Tests.Decisions.Verdicts;

public sealed class VerdictRuleTests
{
    private static readonly ArmEvidence Good = Arm("rag", i => i % 10 < 8, cost: 0.002);
    private static readonly ArmEvidence Poor = Arm("prompt", i => i % 10 < 3, cost: 0.001) with { CanCite = false };

    [Fact]
    public void Decide_clearly_better_arm_ships_it()
    {
        Verdict verdict = Decide(new Needs(), Poor, Good);

        Assert.Equal((VerdictKind.Ship, "rag"), (verdict.Kind, verdict.Ship));
        Assert.Equal(1, verdict.Confidence);
        Assert.Contains(verdict.Why, w => w.Contains("rag minus prompt: +50.0 points", StringComparison.Ordinal));
        Assert.Contains(verdict.Flips, f => f.Contains("0.002 USD", StringComparison.Ordinal));
    }

    [Fact]
    public void Decide_same_scores_ships_the_cheapest()
    {
        Verdict verdict = Decide(new Needs(), Good with { Arm = "dear", Cost = Each(0.01) }, Good with { Arm = "cheap", Cost = Each(0.001) });

        Assert.Equal((VerdictKind.NoDetectableDifference, "cheap"), (verdict.Kind, verdict.Ship));
    }

    [Fact]
    public void Decide_noisy_small_lead_asks_for_more_questions()
    {
        ArmEvidence lead = Arm("a", i => i % 10 < 6, cost: 1, n: 40);
        ArmEvidence rival = Arm("b", i => (i + 5) % 10 < 5, cost: 1, n: 40);

        Verdict verdict = Decide(new Needs(), lead, rival);

        Assert.Equal(VerdictKind.Undecided, verdict.Kind);
        Assert.Null(verdict.Ship);
        Assert.InRange(verdict.QuestionsNeeded!.Value, 50, 5000);
        Assert.InRange(verdict.Confidence, 0.5, 0.99);
    }

    [Theory]
    [InlineData("citations")]
    [InlineData("latency")]
    [InlineData("residency")]
    [InlineData("budget")]
    public void Decide_best_arm_that_misses_a_requirement_is_not_shipped(string requirement)
    {
        Needs needs = requirement switch
        {
            "citations" => new Needs { CitationsRequired = true },
            "latency" => new Needs { LatencyP95 = TimeSpan.FromMilliseconds(100) },
            "residency" => new Needs { DataResidency = DataResidency.SelfHosted },
            _ => new Needs { QueriesPerMonth = 1_000_000, Budget = new Budget(Monthly: 1000) },
        };
        ArmEvidence best = Good with { CanCite = false, LatencyMs = Each(200), SendsDataOut = true, Cost = Each(0.002) };
        ArmEvidence other = Poor with { Arm = "other", CanCite = true, LatencyMs = Each(50), SendsDataOut = false, Cost = Each(0.0005) };

        Verdict verdict = Decide(needs, best, other);

        Assert.Equal("other", verdict.Ship);
        Assert.Contains(verdict.Why, w => w.StartsWith("rag ", StringComparison.Ordinal));
    }

    [Fact]
    public void Decide_no_arm_meets_requirements_names_each_miss()
    {
        Verdict verdict = Decide(new Needs { CitationsRequired = true }, Poor);

        Assert.Equal(VerdictKind.NoneMeetsRequirements, verdict.Kind);
        Assert.Contains(verdict.Why, w => w.Contains("citations are required", StringComparison.Ordinal));
    }

    [Fact]
    public void Decide_reference_arm_is_never_shipped_but_its_lead_is_told()
    {
        ArmEvidence oracle = Arm("oracle", _ => true, cost: 0) with { IsReference = true };

        Verdict verdict = Decide(new Needs(), Good, Poor, oracle);

        Assert.Equal("rag", verdict.Ship);
        Assert.Contains(verdict.Why, w => w.Contains("reference oracle", StringComparison.Ordinal));
    }

    [Fact]
    public void Decide_missing_answers_of_the_leader_are_not_guessed()
    {
        Dictionary<string, double?> holes = Good.Scores.ToDictionary(s => s.Key, s => s.Key.EndsWith('0') ? null : s.Value);

        Verdict verdict = Decide(new Needs(), Good with { Scores = holes }, Poor);

        Assert.Equal(VerdictKind.Undecided, verdict.Kind);
        Assert.Null(verdict.QuestionsNeeded);
        Assert.Contains(verdict.Why, w => w.Contains("10% of rag's answers are missing", StringComparison.Ordinal));
    }

    [Fact]
    public void Decide_nothing_scored_ships_nothing() =>
        Assert.Equal(VerdictKind.Undecided, Decide(new Needs(), Good with { Scores = new Dictionary<string, double?> { ["1"] = null } }).Kind);

    [Fact]
    public void Decide_few_questions_show_nothing_whatever_they_say()
    {
        Verdict verdict = Decide(new Needs(), Arm("a", _ => true, cost: 0, n: 29), Arm("b", _ => false, cost: 0, n: 29));

        Assert.Equal((VerdictKind.Undecided, 1), (verdict.Kind, verdict.QuestionsNeeded));
    }

    [Fact]
    public void Decide_nothing_right_ships_nothing() =>
        Assert.Equal(VerdictKind.Undecided, Decide(new Needs(), Arm("a", _ => false, cost: 0), Arm("b", _ => false, cost: 1)).Kind);

    [Fact]
    public void Decide_equal_costs_ships_the_fastest_and_says_so()
    {
        Verdict verdict = Decide(new Needs(), Good with { Arm = "slow", LatencyMs = Each(200) }, Good with { Arm = "fast", LatencyMs = Each(100) });

        Assert.Equal((VerdictKind.NoDetectableDifference, "fast"), (verdict.Kind, verdict.Ship));
        Assert.Contains("fast is the fastest of them", verdict.Why[0], StringComparison.Ordinal);
        Assert.Empty(verdict.Flips);
    }

    [Fact]
    public void Decide_missing_answers_of_a_rival_are_not_guessed_either()
    {
        Dictionary<string, double?> holes = Poor.Scores.ToDictionary(s => s.Key, s => s.Key.EndsWith('0') ? null : s.Value);

        Assert.Contains("10% of prompt's answers are missing", Decide(new Needs(), Good, Poor with { Scores = holes }).Why[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_enough_questions_but_a_wide_interval_asks_for_a_sensible_number()
    {
        ArmEvidence lead = Arm("a", i => i % 40 < 21, cost: 1, n: 400);
        ArmEvidence rival = Arm("b", i => (i + 3) % 40 < 20, cost: 1, n: 400);

        Verdict verdict = Decide(new Needs(), lead, rival);

        Assert.Equal(VerdictKind.Undecided, verdict.Kind);
        Assert.InRange(verdict.QuestionsNeeded!.Value, 20, 5000);
    }

    [Fact]
    public void Decide_region_that_cannot_be_shown_is_a_miss() =>
        Assert.Equal(VerdictKind.NoneMeetsRequirements, Decide(new Needs { DataResidency = DataResidency.Region }, Good with { SendsDataOut = true }).Kind);

    [Fact]
    public void Decide_single_arm_has_nothing_to_be_compared_with() => Assert.Equal(VerdictKind.Undecided, Decide(new Needs(), Good).Kind);

    [Fact]
    public void Decide_only_reference_arms_says_so() =>
        Assert.Contains("Only reference arms", Decide(new Needs(), Good with { IsReference = true }).Why[0], StringComparison.Ordinal);

    [Fact]
    public void Decide_rival_without_any_answer_is_not_beaten()
    {
        Verdict verdict = Decide(new Needs(), Good, Poor with { Scores = Poor.Scores.ToDictionary(p => p.Key, _ => (double?)null) });

        Assert.Equal(VerdictKind.Undecided, verdict.Kind);
        Assert.Contains("100% of prompt's answers are missing", verdict.Why[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_one_arm_left_by_the_requirements_is_shipped() =>
        Assert.Equal(("rag", 1.0), (Decide(new Needs { CitationsRequired = true }, Good, Poor).Ship, Decide(new Needs { CitationsRequired = true }, Good, Poor).Confidence));

    private static Verdict Decide(Needs needs, params ArmEvidence[] arms) => new VerdictRule(needs, new VerdictOptions()).Decide(arms);

    private static ArmEvidence Arm(string name, Func<int, bool> right, double cost, int n = 200) => new()
    {
        Arm = name,
        Scores = Enumerable.Range(0, n).ToDictionary(i => $"q{i}", i => (double?)(right(i) ? 1 : 0)),
        LatencyMs = Each(100, n),
        Cost = Each(cost, n),
        CanCite = true,
    };

    private static Dictionary<string, double> Each(double value, int n = 200) => Enumerable.Range(0, n).ToDictionary(i => $"q{i}", _ => value);
}

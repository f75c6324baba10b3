using System.Text.Json;
using Assay.Decisions.Requirements;
using Assay.Decisions.Verdicts;
using Assay.Tests.Decisions.Verdicts.Synthetic;

namespace Assay.Tests.Decisions.Verdicts;

/// <summary>What a verdict says beside the arm: probabilities, flip points, links, the nearest arm.</summary>
public sealed class VerdictEvidenceTests
{
    private const int Questions = 200;
    private static readonly ArmEvidence Rag = Arm("rag", 0.8, 0.004, 500) with { Money = ArmMoney.None with { Build = MoneyRange.Exactly(2_400), Monthly = MoneyRange.Exactly(100) } };

    private static readonly ArmEvidence Tuned = Arm("fine-tuned", 0.8, 0.001, 200) with
    {
        CanCite = false,
        Money = new ArmMoney(new MoneyRange(15_000, 24_000, 33_000), MoneyRange.Exactly(500), MoneyRange.Exactly(50), default),
    };

    private static readonly Needs Busy = new() { QueriesPerMonth = 2_000_000, KnowledgeChanges = ChangeRate.Monthly };

    [Fact]
    public void Volume_flip_is_the_crossover_with_the_range_of_building_as_its_interval()
    {
        Verdict verdict = Decide(Busy, Rag, Tuned);
        FlipPoint flip = verdict.FlipPoints.Single(f => f.Axis == FlipAxis.Volume && f.RangeEnd < f.Now);

        Assert.Equal("fine-tuned", verdict.Ship);
        Assert.Equal((((24_000 - 2_400) / 24.0) + 450) / 0.003, flip.At!.Value, 6);
        Assert.Equal("rag", flip.To);

        // The triangle from 15,000 to 33,000 has 5% below 17,846 and 5% above 30,154.
        Assert.InRange(flip.Low!.Value, ((((17_846 - 2_400) / 24.0) + 450) / 0.003) - 6_000, ((((17_846 - 2_400) / 24.0) + 450) / 0.003) + 6_000);
        Assert.InRange(flip.High!.Value, ((((30_154 - 2_400) / 24.0) + 450) / 0.003) - 6_000, ((((30_154 - 2_400) / 24.0) + 450) / 0.003) + 6_000);
        Assert.Contains(verdict.Flips, f => f.StartsWith("Below 450,000 questions a month rag is the choice (90% interval", StringComparison.Ordinal));
    }

    [Fact]
    public void What_does_not_flip_within_the_range_is_a_typed_case()
    {
        FlipPoint up = Decide(Busy, Rag, Tuned).FlipPoints.Single(f => f.Axis == FlipAxis.Volume && f.RangeEnd > f.Now);

        Assert.Equal((false, null, null, 0.0), (up.Changes, up.At, up.To, up.Chance));
        Assert.Equal("fine-tuned stays the choice up to 200,000,000 questions a month.", up.Text);
    }

    [Fact]
    public void Change_rate_and_price_flip_as_well()
    {
        Verdict verdict = Decide(Busy, Rag, Tuned);

        Assert.Equal(1 + ((8_200 - 3_550) / 500.0), verdict.FlipPoints.Single(f => f.Axis == FlipAxis.ChangeRate && f.RangeEnd > f.Now).At!.Value, 6);
        Assert.Equal((1_550 - 200) / 6_000.0, verdict.FlipPoints.Single(f => f.Axis == FlipAxis.Price && f.RangeEnd < f.Now).At!.Value, 6);
    }

    [Fact]
    public void Latency_near_its_limit_shows_as_a_probability()
    {
        Chance chance = new(3);
        ArmEvidence slow = Rag with { LatencyMs = Ids.ToDictionary(i => i, _ => 400 * Math.Exp(0.5 * chance.Normal())) };
        double p95 = slow.Latency.P95!.Value;

        Verdict near = Decide(new Needs { LatencyP95 = TimeSpan.FromMilliseconds(p95 * 1.07) }, slow, Arm("prompt", 0.5, 0.001, 100));
        Verdict far = Decide(new Needs { LatencyP95 = TimeSpan.FromMilliseconds(p95 * 3) }, slow, Arm("prompt", 0.5, 0.001, 100));

        Assert.InRange(near.Confidence, 0.5, 0.95);
        Assert.Equal(near.Confidence, near.Chances[0].Meets, 2);
        Assert.InRange(far.Confidence, 0.999, 1);
        Assert.Contains(near.Reasons, r => r.Link == "#need-latencyP95" && r.Text.Contains("kept in ", StringComparison.Ordinal));
    }

    [Fact]
    public void Arm_that_misses_a_limit_by_little_is_told()
    {
        Chance chance = new(4);
        ArmEvidence slow = Rag with { LatencyMs = Ids.ToDictionary(i => i, _ => 400 * Math.Exp(0.5 * chance.Normal())) };
        Verdict verdict = Decide(new Needs { LatencyP95 = TimeSpan.FromMilliseconds(slow.Latency.P95!.Value * 0.99) }, slow, Arm("prompt", 0.5, 0.001, 100));

        Assert.Equal("rag", verdict.Chances.MaxBy(c => c.BestScore)!.Arm);
        Assert.Contains(verdict.Why, w => w.StartsWith("rag misses latencyP95 by little", StringComparison.Ordinal));
        Assert.Equal(1, verdict.Chances.Sum(c => c.Best) + verdict.NoneMeets, 9);
    }

    [Theory]
    [InlineData("latencyP50")]
    [InlineData("latencyP99")]
    [InlineData("audit")]
    [InlineData("lockIn")]
    [InlineData("budget.build")]
    [InlineData("budget.monthly")]
    public void Every_requirement_leaves_out_the_arm_that_misses_it(string need)
    {
        Needs needs = Busy with { QueriesPerMonth = 1_000_000 };
        needs = need switch
        {
            "latencyP50" => needs with { LatencyP50 = TimeSpan.FromMilliseconds(300) },
            "latencyP99" => needs with { LatencyP99 = TimeSpan.FromMilliseconds(300) },
            "audit" => needs with { AuditRequired = true },
            "lockIn" => needs with { AvoidLockIn = true },
            "budget.build" => needs with { Budget = new Budget(Build: 1_000) },
            _ => needs with { Budget = new Budget(Monthly: 4_099) },
        };
        ArmEvidence best = Arm("best", 0.9, 0.004, 400, 320) with { CanCite = false, LocksIn = true, Money = Rag.Money };
        ArmEvidence other = Arm("other", 0.5, 0.001, 100, 320) with { CanAudit = true };

        Verdict verdict = Decide(needs, best, other);

        Assert.Equal("other", verdict.Ship);
        Assert.Contains(verdict.Reasons, r => r.Link == $"#need-{need.Replace('.', '-')}" && r.Text.StartsWith("best ", StringComparison.Ordinal));
    }

    [Fact]
    public void Percentile_that_cannot_be_known_is_not_judged_and_said()
    {
        Verdict verdict = Decide(new Needs { LatencyP99 = TimeSpan.FromMilliseconds(600) }, Rag, Arm("prompt", 0.5, 0.001, 100));

        Assert.Equal("rag", verdict.Ship);
        Assert.Contains(verdict.Reasons, r => r.Text == "latencyP99 is not judged for rag: a 99th percentile needs 299 answers or more." && r.Link == "#need-latencyP99");
        Assert.DoesNotContain(verdict.FlipPoints, f => f.Axis == FlipAxis.LatencyP99);
    }

    [Fact]
    public void Percentile_that_a_lower_one_shows_to_be_missed_is_missed()
    {
        Verdict verdict = Decide(new Needs { LatencyP99 = TimeSpan.FromMilliseconds(200) }, Rag, Arm("prompt", 0.5, 0.001, 100));

        Assert.Equal("prompt", verdict.Ship);
        Assert.Contains(verdict.Reasons, r => r.Text.StartsWith("rag needs 500 ms at the 95th percentile alone, and the 99th is not below it, and 200 ms are allowed", StringComparison.Ordinal));
    }

    [Fact]
    public void Money_that_arms_share_does_not_tell_them_apart()
    {
        ArmMoney Shared(double own) => ArmMoney.None with { Draws = [.. Enumerable.Range(0, 500).Select(i => new MoneyDraw(0, 0, (20 * i) + own, 0, 0))] };
        Needs needs = Busy with { WrongAnswerCost = 0.10m };
        Verdict joint = Decide(needs, Arm("rag", 0.6, 0, 100) with { Money = Shared(0) }, Arm("prompt", 0.6, 0, 100) with { Money = Shared(400) });
        Assert.Equal(("rag", VerdictKind.Ship), (joint.Ship, joint.Kind));
        Verdict apart = Decide(needs, Arm("rag", 0.6, 0, 100) with { Money = ArmMoney.None with { Monthly = new MoneyRange(0, 5_000, 10_000) } }, Arm("prompt", 0.6, 0, 100) with { Money = ArmMoney.None with { Monthly = new MoneyRange(400, 5_400, 10_400) } });
        Assert.NotEqual(VerdictKind.Ship, apart.Kind);
    }

    [Fact]
    public void None_meets_names_the_nearest_and_what_would_fix_it()
    {
        Needs needs = new() { CitationsRequired = true, LatencyP95 = TimeSpan.FromMilliseconds(400), QueriesPerMonth = 1_000_000, Budget = new Budget(Monthly: 3_000) };
        Verdict verdict = Decide(needs, Rag with { CanCite = true }, Tuned);

        Assert.Equal((VerdictKind.NoneMeetsRequirements, 1.0, null), (verdict.Kind, verdict.Confidence, verdict.Ship));
        Assert.Equal("rag", verdict.Nearest!.Arm);
        Assert.Equal(["rag needs 500 ms at the 95th percentile, and 400 ms are allowed.", "rag costs 4,100.00 USD a month to run (model calls 4,000.00 USD), and 3,000.00 USD are budgeted."], verdict.Nearest.Misses.Select(m => m.Text));
        Assert.Equal("rag meets latencyP95 if you make it 20% faster (a smaller model, fewer passages, shorter answers), or allow 500 ms.", verdict.Flips[0]);
        Assert.Contains("make its model calls 28% cheaper", verdict.Flips[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Stated_cost_of_wrong_answers_decides_by_total_cost()
    {
        ArmEvidence cheap = Arm("cheap", 0.5, 0.001, 100), good = Arm("good", 0.9, 0.02, 100);
        Needs needs = new() { QueriesPerMonth = 100_000 };

        Verdict little = Decide(needs with { WrongAnswerCost = 0.01m }, cheap, good), much = Decide(needs with { WrongAnswerCost = 1m }, cheap, good);

        Assert.Equal((VerdictKind.Ship, "cheap", DecisionBasis.TotalCost), (little.Kind, little.Ship, little.Basis));
        Assert.Equal((VerdictKind.Ship, "good"), (much.Kind, much.Ship));
        Assert.Equal("good costs 12,000.00 USD a month with its wrong answers (1.00 USD each), the least of the arms that may be shipped.", much.Why[0]);
        FlipPoint flip = much.FlipPoints.Single(f => f.Axis == FlipAxis.WrongAnswerCost && f.Changes);
        Assert.Equal(0.019 / 0.4, flip.At!.Value, 9);
        Assert.InRange(0.019 / 0.4, flip.Low!.Value, flip.High!.Value);
    }

    [Fact]
    public void Cost_of_wrong_answers_that_cannot_be_set_against_unknown_prices_is_said()
    {
        Verdict verdict = Decide(new Needs { WrongAnswerCost = 1 }, Arm("good", 0.9, 0.02, 100) with { Cost = new Dictionary<string, double>() }, Arm("poor", 0.3, 0.001, 100));

        Assert.Equal(("good", DecisionBasis.Quality), (verdict.Ship, verdict.Basis));
        Assert.Contains(verdict.Reasons, r => r.Link == "#need-wrongAnswerCost" && r.Text.Contains("not weighed", StringComparison.Ordinal));
    }

    [Fact]
    public void Total_costs_known_too_roughly_ask_for_no_questions()
    {
        ArmMoney vague = ArmMoney.None with { Monthly = new MoneyRange(0, 5_000, 40_000) };
        Verdict verdict = Decide(new Needs { QueriesPerMonth = 100_000, WrongAnswerCost = 0.01m }, Arm("a", 0.80, 0.001, 100) with { Money = vague }, Arm("b", 0.78, 0.001, 100) with { Money = vague });

        Assert.Equal((VerdictKind.Undecided, null), (verdict.Kind, verdict.QuestionsNeeded));
        Assert.Contains("Narrow those ranges", verdict.Why[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Better_by_less_than_matters_and_dearer_is_not_settled_by_being_better()
    {
        ArmEvidence better = Split("better", 40, 0.010), cheaper = Split("cheaper", 0, 0.001);
        Verdict verdict = Decide(new Needs(), better, cheaper);

        Assert.Equal(VerdictKind.Undecided, verdict.Kind);
        Assert.Contains("but not shown to be by what matters", verdict.Why[1], StringComparison.Ordinal);
        Assert.Equal("better", Decide(new Needs(), Split("better", 80, 0.010), cheaper).Ship);

        // Of 1,000 questions the better one has so many right that the other has wrong.
        static ArmEvidence Split(string name, int more, double cost) => new()
        {
            Arm = name,
            Scores = Enumerable.Range(0, 1_000).ToDictionary(i => $"q{i:D4}", i => (double?)(i < 500 + more ? 1 : 0)),
            Cost = Enumerable.Range(0, 1_000).ToDictionary(i => $"q{i:D4}", _ => cost),
        };
    }

    [Fact]
    public void Each_reason_links_to_its_number_and_the_json_keeps_plain_sentences_beside_them()
    {
        Verdict verdict = Decide(Busy with { CitationsRequired = true, LatencyP95 = TimeSpan.FromSeconds(1) }, Rag with { CanCite = true }, Arm("prompt", 0.5, 0.001, 100) with { CanCite = true }, Tuned);

        Assert.All(verdict.Reasons, r => Assert.Matches("^#(scores|cost|latency|confidence|pair-.+|need-.+)$", r.Link));
        Assert.Contains(verdict.Reasons, r => r.Link == "#pair-rag-prompt");
        JsonElement json = JsonSerializer.SerializeToElement(verdict, Workspaces.JsonFormat.Compact);
        Assert.Equal(verdict.Why, json.GetProperty("why").EnumerateArray().Select(w => w.GetString()!));
        Assert.Equal(verdict.Flips, json.GetProperty("flips").EnumerateArray().Select(w => w.GetString()!));
        Assert.Equal(verdict.FlipPoints.Length, json.GetProperty("flipPoints").GetArrayLength());
        Verdict read = json.Deserialize<Verdict>(Workspaces.JsonFormat.Compact)!;
        Assert.Equal((verdict.Ship, verdict.Reasons[0], verdict.FlipPoints[0]), (read.Ship, read.Reasons[0], read.FlipPoints[0]));
    }

    [Fact]
    public void Same_evidence_in_another_order_gives_the_same_verdict()
    {
        string Json(Verdict v) => JsonSerializer.Serialize(v, Workspaces.JsonFormat.Compact);
        ArmEvidence turned = Rag with { Scores = Rag.Scores.Reverse().ToDictionary(), Cost = Rag.Cost.Reverse().ToDictionary(), LatencyMs = Rag.LatencyMs.Reverse().ToDictionary() };

        Assert.Equal(Json(Decide(Busy, Rag, Tuned)), Json(Decide(Busy, turned, Tuned)));
    }

    [Fact]
    public void Evidence_that_is_none_is_refused_with_its_place()
    {
        Assert.Contains("score of rag for q000", Refused(Rag with { Scores = new Dictionary<string, double?> { ["q000"] = 1.5 } }), StringComparison.Ordinal);
        Assert.Contains("cost of rag for q001", Refused(Rag with { Cost = new Dictionary<string, double> { ["q001"] = -1 } }), StringComparison.Ordinal);
        Assert.Contains("cost of rag for q002", Refused(Rag with { LatencyMs = new Dictionary<string, double> { ["q002"] = double.NaN } }), StringComparison.Ordinal);
        Assert.Contains("building rag", Refused(Rag with { Money = ArmMoney.None with { Build = new MoneyRange(3, 2, 1) } }), StringComparison.Ordinal);

        static string Refused(ArmEvidence arm) => Assert.ThrowsAny<ArgumentException>(() => Decide(Busy, arm, Tuned)).Message;
    }

    private static IEnumerable<string> Ids => Enumerable.Range(0, Questions).Select(i => $"q{i:D3}");

    private static Verdict Decide(Needs needs, params ArmEvidence[] arms) => new VerdictRule(needs, new VerdictOptions()).Decide(arms);

    private static ArmEvidence Arm(string name, double score, double cost, double ms, int questions = Questions) => new()
    {
        Arm = name,
        Scores = Enumerable.Range(0, questions).ToDictionary(i => $"q{i:D3}", i => (double?)(i * 7 % 10 < 10 * score ? 1 : 0)),
        LatencyMs = Enumerable.Range(0, questions).ToDictionary(i => $"q{i:D3}", _ => ms),
        Cost = Enumerable.Range(0, questions).ToDictionary(i => $"q{i:D3}", _ => cost),
    };
}

using System.Collections.Immutable;
using Assay.Decisions.Prices;
using Assay.Decisions.Requirements;
using Assay.Decisions.Rules;
using Assay.Decisions.Rules.Interviewing;

namespace Assay.Tests.Decisions.Rules;

public sealed class RuleEngineTests
{
    private static readonly RuleBook Book = RuleBook.Bundled();

    [Fact]
    public void Nothing_known_starts_with_a_prompt_and_says_so()
    {
        PaperDecision decision = RuleEngine.Decide(new Needs(), Book);
        Assert.Equal(("prompt", Hosting.Managed, true), (decision.Leader, decision.Hosting, decision.NothingKnown));
        Assert.Contains("Nothing is known", decision.Summary, StringComparison.Ordinal);
        Assert.Empty(decision.Flips);
        Assert.Contains(decision.Unanswered, f => f is { Field: "goals", Value: "knowledge", Leader: "rag" });
        Assert.True(decision.Steps[0].Rule.Step!.Order < decision.Steps[^1].Rule.Step!.Order);
    }

    [Fact]
    public void Shares_sum_to_one_and_lie_in_their_range()
    {
        foreach (string[] needs in (string[][])[[], ["goals=knowledge, tone", "examples=3000"], ["citations=required"], ["goals=tone", "queriesPerMonth=20000000"]])
        {
            ImmutableArray<ArmShare> arms = Decide(needs).Arms;
            Assert.Equal(1, arms.Sum(a => a.Share), 9);
            Assert.All(arms, a => Assert.InRange(a.Share, a.Low, a.High));
        }
    }

    [Fact]
    public void Share_follows_its_formula()
    {
        // Nothing known: prompt +moderate, rag +weak, fine-tuned -weak, hybrid -moderate; two topics, and start holds the first three.
        double[] odds = [3, 1, 1.5, 1 / 1.5, 1 / 3.0];
        double rate = (5 + 1) / 9.0;
        ImmutableArray<ArmShare> arms = RuleEngine.Decide(new Needs(), Book).Arms;
        for (int a = 0; a < odds.Length; a++) Assert.Equal((rate * odds[a] / odds.Sum()) + ((1 - rate) / 5), arms.First(s => s.Arm == NeedFields.Products[a]).Share, 9);
    }

    [Fact]
    public void Rules_of_one_topic_do_not_add_up()
    {
        // 3,000, 10,000 and 100,000 documents are three rules of one strength that say the same.
        double Share(string documents) => Decide("goals=knowledge", $"corpus.documents={documents}").Arms[0].Share;
        Assert.Equal(Share("5000"), Share("15000"), 9);
    }

    [Fact]
    public void Citations_exclude_what_has_nothing_to_cite()
    {
        PaperDecision decision = Decide("citations=required", "goals=tone", "examples=9000");
        Assert.Equal(["fine-tuned", "prompt"], decision.Arms.Where(a => a.ExcludedBy == "citations-impossible").Select(a => a.Arm).Order());
        Assert.All(decision.Arms.Where(a => a.ExcludedBy is not null), a => Assert.Equal(0, a.Share));
        Assert.Contains(decision.Leader, (string[])["rag", "hybrid", "long-context"]);
    }

    [Fact]
    public void Own_machines_leave_no_managed_service()
    {
        PaperDecision decision = Decide("dataResidency=self-hosted", "queriesPerMonth=1000");
        Assert.Equal((Hosting.SelfHosted, 1.0), (decision.Hosting, decision.HostingShare));
    }

    [Fact]
    public void What_is_unknown_leaves_rules_open_with_what_is_missing()
    {
        PaperDecision decision = Decide("goals=tone");
        Assert.Equal("examples", Assert.Single(decision.Open.First(o => o.Rule.Id == "examples-200").Missing));
        Assert.DoesNotContain(decision.Fired, f => f.Rule.Id == "examples-200");
    }

    [Fact]
    public void Fired_rules_say_what_they_hold_because_of() =>
        Assert.Equal("examples = 120", Decide("goals=tone", "examples=120").Fired.First(f => f.Rule.Id == "examples-200").Because);

    [Fact]
    public void Tokens_not_known_are_worked_out_from_documents() =>
        Assert.Equal("long-context", Decide("goals=knowledge", "corpus.documents=300").Leader);

    [Fact]
    public void Amounts_in_another_currency_are_not_compared_with_dollars()
    {
        Assert.Contains(Decide("goals=tone", "budget.build=9000").Fired, f => f.Rule.Id == "budget-10k");
        Assert.Contains(Decide("goals=tone", "budget.build=9000", "budget.currency=EUR").Open, o => o.Rule.Id == "budget-10k");
    }

    [Fact]
    public void Flips_are_where_the_decision_changes()
    {
        string[] known = ["goals=tone", "examples=150"];
        PaperDecision decision = Decide(known);
        PaperFlip flip = Assert.Single(decision.Flips, f => f.Field == "examples");
        Assert.Equal(("prompt", "fine-tuned"), (decision.Leader, flip.Leader));
        Assert.Equal("1,000 or more", flip.Value);
        Assert.Equal("prompt", Decide("goals=tone", "examples=999").Leader);
        Assert.Equal("fine-tuned", Decide("goals=tone", "examples=1000").Leader);
    }

    [Theory]
    [InlineData("goals=knowledge", "corpus.documents=300", "knowledgeChanges=yearly")]
    [InlineData("goals=knowledge, tone", "examples=3000", "queriesPerMonth=40000")]
    [InlineData("goals=schema", "latencyP95=800ms", "examples=600")]
    [InlineData("goals=knowledge", "corpus.documents=9000", "dataResidency=region")]
    public void Every_flip_and_every_open_answer_is_what_deciding_again_gives(params string[] known)
    {
        PaperDecision decision = Decide(known);
        Assert.NotEmpty(decision.Flips.Concat(decision.Unanswered));
        foreach (PaperFlip flip in decision.Flips.Concat(decision.Unanswered).Where(f => f.Threshold is null && !f.Field.StartsWith("goals", StringComparison.Ordinal) && f.Field != "tried" && !f.Value.Contains(" or ", StringComparison.Ordinal)))
        {
            PaperDecision then = Decide([.. known.Where(k => !k.StartsWith(flip.Field + "=", StringComparison.Ordinal)), $"{flip.Field}={flip.Value}"]);
            Assert.Equal((flip.Field, flip.Leader, flip.Hosting), (flip.Field, then.Leader, then.Hosting));
        }
    }

    [Fact]
    public void Measured_difference_is_not_overruled()
    {
        Needs needs = NeedsText.Read(["goals=knowledge", "corpus.documents=5000", "knowledgeChanges=weekly"]);
        Assert.Equal("rag", RuleEngine.Decide(needs, Book).Leader);
        PaperDecision decision = RuleEngine.Decide(needs, Book, [new MeasuredDifference("fine-tuned", "rag")]);
        Assert.NotEqual("rag", decision.Leader);
        ArmShare rag = decision.Arms.First(a => a.Arm == "rag"), tuned = decision.Arms.First(a => a.Arm == "fine-tuned");
        Assert.Equal("fine-tuned", rag.WorseThan);
        Assert.True(tuned.Share > rag.Share);
        Assert.Contains(decision.Fired, f => f.Rule.Id == "knowledge-rag" && f.ContradictedBy is { Better: "fine-tuned", Worse: "rag" });
        Assert.DoesNotContain(decision.Warnings, w => w.Rule.Id == "nothing-measured");
    }

    [Fact]
    public void Measured_difference_leaves_other_arms_to_the_rules()
    {
        Needs needs = NeedsText.Read(["goals=knowledge", "corpus.documents=200"]);
        PaperDecision decision = RuleEngine.Decide(needs, Book, [new MeasuredDifference("rag", "prompt")]);
        Assert.Equal("long-context", decision.Leader);
        Assert.DoesNotContain(decision.Fired, f => f.ContradictedBy is not null && f.Rule.Id == "knowledge-rag");
    }

    [Fact]
    public void Measured_winner_that_is_excluded_does_not_hold_others_down()
    {
        Needs needs = NeedsText.Read(["goals=knowledge", "citations=required"]);
        PaperDecision decision = RuleEngine.Decide(needs, Book, [new MeasuredDifference("prompt", "rag")]);
        Assert.Equal("rag", decision.Leader);
        Assert.Null(decision.Arms.First(a => a.Arm == "rag").WorseThan);
    }

    [Fact]
    public void Measured_reference_arms_contradict_no_rule()
    {
        PaperDecision decision = RuleEngine.Decide(NeedsText.Read(["goals=knowledge"]), Book, [new MeasuredDifference("oracle", "rag")]);
        Assert.All(decision.Fired, f => Assert.Null(f.ContradictedBy));
        Assert.Equal(Decide("goals=knowledge").Arms[0].Share, decision.Arms[0].Share);
    }

    [Fact]
    public void Comparison_without_a_difference_is_a_measurement_all_the_same() =>
        Assert.DoesNotContain(RuleEngine.Decide(new Needs(), Book, [], isMeasured: true).Warnings, w => w.Rule.Id == "nothing-measured");

    [Fact]
    public void Measured_latency_answers_rules_on_latency_only()
    {
        Needs needs = NeedsText.Read(["interaction=voice", "goals=knowledge"]);
        PaperDecision decision = RuleEngine.Decide(needs, Book, [new MeasuredDifference("rag", "fine-tuned", RuleSubject.Latency)]);
        Assert.NotNull(decision.Fired.First(f => f.Rule.Id == "latency-voice").ContradictedBy);
        Assert.Null(decision.Fired.First(f => f.Rule.Id == "knowledge-rag").ContradictedBy);
        Assert.Null(decision.Arms.First(a => a.Arm == "fine-tuned").WorseThan);
    }

    [Fact]
    public void Warnings_name_the_known_mistakes()
    {
        string[] Warned(params string[] needs) => [.. Decide(needs).Warnings.Select(w => w.Rule.Id)];
        Assert.Contains("facts-in-examples", Warned("goals=knowledge, tone", "examples=3000"));
        Assert.Contains("retrain-schedule", Warned("goals=tone", "examples=3000", "knowledgeChanges=quarterly"));
        Assert.Contains("formatting-in-passages", Warned("goals=knowledge, format", "examples=20"));
        Assert.Contains("too-few-examples", Warned("goals=tone", "examples=400", "tried=prompt"));
        Assert.Contains("retrieval-quality", Warned("goals=knowledge"));
        Assert.Contains("nothing-measured", Warned());
        Assert.Contains("own-machines-load", Warned("dataResidency=self-hosted", "peakPerSecond=2"));
    }

    [Theory]
    [InlineData("9000 EUR", 1.5, false)]
    [InlineData("9000 EUR", 1.08, true)]
    [InlineData("900000 JPY", 0.0065, true)]
    public void Amounts_in_another_currency_are_compared_by_their_rate(string budget, double usd, bool holds)
    {
        Needs needs = NeedsText.Read(["goals=tone", $"budget.build={budget}"]);
        var rates = new CurrencyRates([new CurrencyRate(needs.Budget.Currency, (decimal)usd, new PriceOrigin("test", new DateOnly(2026, 1, 1)))]);
        PaperDecision decision = RuleEngine.Decide(needs, Book, rates: rates);
        Assert.Equal(holds, decision.Fired.Any(f => f.Rule.Id == "budget-10k"));
        Assert.DoesNotContain(decision.Open, o => o.Rule.Id == "budget-10k");
        if (holds) Assert.EndsWith(" USD", decision.Fired.First(f => f.Rule.Id == "budget-10k").Because, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tried=rag, hybrid, long-context", "citations=required", "prompt|fine-tuned")]
    [InlineData("tried=rag", "citations=required", "prompt|long-context|fine-tuned|hybrid")]
    [InlineData("tried=fine-tuned, hybrid", "goals=tone", "prompt|long-context|rag")]
    public void What_was_tried_does_not_lead_while_something_else_is_left(string tried, string need, string others)
    {
        PaperDecision decision = Decide(tried, need, "corpus.documents=300");
        string[] left = [.. others.Split('|').Where(o => decision.Arms.First(a => a.Arm == o).ExcludedBy is null)];
        if (left.Length > 0) Assert.Contains(decision.Leader, left);
        Assert.Equal(left.Length == 0, decision.NothingNew);
        Assert.Equal(tried.Split('=')[1].Split(", ").Order(), decision.Arms.Where(a => a.Tried).Select(a => a.Arm).Order());
    }

    [Fact]
    public void Where_everything_was_tried_the_summary_says_so_and_what_to_change()
    {
        PaperDecision all = Decide("tried=prompt, long-context, rag, fine-tuned, hybrid");
        Assert.True(all.NothingNew);
        Assert.StartsWith("Every arm was tried and was not good enough", all.Summary, StringComparison.Ordinal);
        Assert.False(Decide("tried=prompt").NothingNew);
        PaperDecision cited = Decide("tried=rag, hybrid, long-context", "citations=required");
        Assert.Contains("give up the requirement that excludes", cited.Summary, StringComparison.Ordinal);
    }

    private static PaperDecision Decide(params string[] needs) => RuleEngine.Decide(NeedsText.Read(needs), Book);
}

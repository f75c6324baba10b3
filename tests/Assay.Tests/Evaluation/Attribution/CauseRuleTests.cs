using System.Collections.Immutable;
using Assay.Evaluation.Attribution;

namespace Assay.Tests.Evaluation.Attribution;

/// <summary>The decision table of <c>docs/design/attribution.md</c>, row by row.</summary>
public sealed class CauseRuleTests
{
    private static readonly AnswerSigns s_right = new() { Right = true, Facts = true, Fields = true, Form = true };
    private static readonly AnswerSigns s_wrong = new() { Facts = false, Fields = true, Form = true };
    private static readonly AnswerSigns s_declined = s_wrong with { Abstained = true };
    private static readonly AnswerSigns s_label = s_right with { Right = false, Fields = false };
    private static readonly AnswerSigns s_form = new() { Facts = true, Form = false };
    private static readonly CauseSwitch s_gold = new(PassageChoice.Gold, ModelChoice.AsIs), s_alone = new(PassageChoice.GoldOfRetrieved, ModelChoice.AsIs);
    private static readonly CauseSwitch s_held = new(PassageChoice.AsRetrieved, ModelChoice.Constrained), s_tuned = new(PassageChoice.AsRetrieved, ModelChoice.Tuned);

    [Theory]
    [InlineData(GoldPlace.NotFound, Cause.Retrieval)]
    [InlineData(GoldPlace.BelowCut, Cause.Retrieval)]
    [InlineData(GoldPlace.Dropped, Cause.Context)]
    [InlineData(GoldPlace.Present, Cause.Context)]
    [InlineData(GoldPlace.NoSearch, Cause.Knowledge)]
    public void Named_pages_that_flip_give_the_cause_of_where_they_were_lost(GoldPlace place, Cause cause) =>
        Expect([cause], Failure(place, s_wrong).With(place == GoldPlace.Present ? s_alone : s_gold, Three(s_right)));

    [Fact]
    public void Page_that_cannot_be_found_by_the_asker_is_retrieval() => Expect([Cause.Retrieval], Failure(GoldPlace.NotIndexed, s_declined));

    [Fact]
    public void Question_without_page_is_knowledge() => Expect([Cause.Knowledge], Failure(GoldPlace.NotNamed, s_declined));

    [Theory]
    [InlineData(false, Cause.Knowledge)]
    [InlineData(true, Cause.Judge)]
    public void Page_that_does_not_hold_the_answer_is_knowledge_or_a_wrong_question(bool supported, Cause cause) =>
        Expect([cause], Failure(GoldPlace.Present, s_wrong with { Supported = supported }, holds: false).With(s_alone, Three(s_wrong with { Supported = supported })));

    [Fact]
    public void Declining_with_the_page_alone_in_view_is_refusal() => Expect([Cause.Refusal], Failure(GoldPlace.Present, s_declined).With(s_alone, Three(s_declined)).With(s_gold, Three(s_declined)));

    [Fact]
    public void Stating_something_else_with_the_page_in_view_is_knowledge() => Expect([Cause.Knowledge], Failure(GoldPlace.Present, s_wrong).With(s_alone, Three(s_wrong)).With(s_gold, Three(s_wrong)));

    [Fact]
    public void Answering_what_no_page_answers_is_refusal() => Expect([Cause.Refusal], Failure(GoldPlace.NotNamed, new AnswerSigns()) with { Answerable = false });

    [Fact]
    public void Constrained_decoding_that_flips_is_format() => Expect([Cause.Format], Failure(GoldPlace.Present, s_form).With(s_held, Three(s_right)));

    [Fact]
    public void Broken_form_is_format_also_where_nothing_can_be_held_to_it() => Expect([Cause.Format], Failure(GoldPlace.Present, s_form));

    [Fact]
    public void Tuned_weights_that_flip_a_label_are_behaviour() => Expect([Cause.Behaviour], Failure(GoldPlace.Present, s_label).With(s_tuned, Three(s_right)));

    [Fact]
    public void Wrong_label_is_behaviour_also_where_nothing_was_trained() => Expect([Cause.Behaviour], Failure(GoldPlace.Present, s_label));

    [Fact]
    public void Two_switches_that_are_only_together_enough_give_two_causes()
    {
        FailureCase failure = Failure(GoldPlace.BelowCut, s_wrong with { Fields = null, Form = false }).With(s_held, Three(s_wrong)).With(s_gold, Three(s_form));
        CauseSwitch both = new(PassageChoice.Gold, ModelChoice.Constrained);

        Expect([Cause.Retrieval, Cause.Format], failure);
        CauseFinding shown = CauseRule.Decide(failure.With(both, Three(s_right)));
        Assert.Equal(both, shown.Cure);
        Assert.Equal([Cause.Retrieval, Cause.Format], shown.Causes.ToArray());
    }

    [Fact]
    public void Page_that_was_not_found_and_does_not_help_gives_two_causes() => Expect([Cause.Retrieval, Cause.Refusal], Failure(GoldPlace.NotFound, s_wrong).With(s_gold, Three(s_declined)));

    [Fact]
    public void Switch_that_is_enough_stands_alone() => Expect([Cause.Retrieval], Failure(GoldPlace.NotFound, s_wrong with { Fields = false }).With(s_gold, Three(s_right)));

    [Fact]
    public void Failure_that_does_not_come_back_has_no_cause()
    {
        CauseFinding finding = CauseRule.Decide(Failure(GoldPlace.Present, s_wrong, s_right, s_right));

        Assert.True(finding is { IsChance: true, Causes.IsEmpty: true });
    }

    [Fact]
    public void Provider_and_judge_that_fail_are_no_fault_of_the_answer()
    {
        Assert.True(CauseRule.Decide(Failure(GoldPlace.Present, new AnswerSigns { Missing = true })).IsUnanswered);
        Expect([Cause.Judge], Failure(GoldPlace.Present, new AnswerSigns { JudgeFailed = true }));
        Expect([Cause.Context], Failure(GoldPlace.Present, new AnswerSigns { OverContext = true }));
    }

    [Fact]
    public void Withheld_answer_is_refusal_only_where_the_page_was_found()
    {
        Expect([Cause.Refusal], Failure(GoldPlace.Present, s_declined) with { IsWithheld = true });
        Expect([Cause.Retrieval], Failure(GoldPlace.NotFound, s_declined) with { IsWithheld = true });
    }

    [Fact]
    public void Repeats_make_surer()
    {
        double one = CauseRule.Decide(Failure(GoldPlace.NotFound, s_wrong).With(s_gold, [s_right])).Confidence;
        double three = CauseRule.Decide(Failure(GoldPlace.NotFound, s_wrong, s_wrong, s_wrong).With(s_gold, Three(s_right))).Confidence;
        double mixed = CauseRule.Decide(Failure(GoldPlace.NotFound, s_wrong, s_wrong, s_wrong).With(s_gold, [s_right, s_right, s_wrong])).Confidence;

        Assert.Equal(5 / 6.0, one, 12);
        Assert.Equal(1 - (1 / 70.0), three, 12);
        Assert.InRange(mixed, one, three);
    }

    [Theory]
    [InlineData(0, 0, 0, 0, 0.5)]
    [InlineData(1, 1, 0, 1, 0.8333333333333334)]
    [InlineData(0, 1, 1, 1, 0.16666666666666666)]
    [InlineData(3, 5, 3, 5, 0.5)]
    public void Flip_probability_has_its_closed_values(int right, int all, int rightBefore, int allBefore, double expected) =>
        Assert.Equal(expected, FlipTest.Better((right, all), (rightBefore, allBefore)), 12);

    [Fact]
    public void Flip_probability_and_its_opposite_add_up_to_one()
    {
        for (int a = 0; a <= 6; a++)
        {
            for (int b = 0; b <= 4; b++) Assert.Equal(1, FlipTest.Better((a, 6), (b, 4)) + FlipTest.Better((b, 4), (a, 6)), 10);
        }
    }

    [Fact]
    public void Plan_asks_the_cheapest_first_and_stops_when_nothing_more_would_tell()
    {
        var means = new CauseMeans(2, HasConstrained: true, HasTuned: true, HasSearch: true);
        FailureCase failure = Failure(GoldPlace.BelowCut, s_wrong with { Form = false, Fields = null });
        var asked = new List<string>();
        while (CausePlan.Next(failure, means) is { } next && asked.Count < 20)
        {
            asked.Add(next.Name);
            AnswerSigns answer = next switch
            {
                { Passages: PassageChoice.Gold, Model: ModelChoice.Constrained } => s_right,
                { Passages: PassageChoice.Gold } => s_form,
                { Model: ModelChoice.Constrained } => s_wrong,
                _ => s_wrong with { Form = false, Fields = null },
            };
            failure = failure.With(next, Enumerable.Repeat(answer, means.Repeats - failure.Of(next).Length));
        }

        Assert.Equal(["unchanged", "constrained", "gold", "gold+constrained", "more_passages"], asked);
        Assert.Null(CausePlan.Next(Failure(GoldPlace.Present, s_wrong, s_right, s_right), means with { Repeats = 3 }));
    }

    [Fact]
    public void Sample_is_drawn_in_proportion_and_the_same_for_the_same_seed()
    {
        string[] strata = [.. Enumerable.Range(0, 100).Select(i => i % 4 == 0 ? "rare" : "common")];

        ImmutableArray<int> drawn = CaseSample.Draw(strata, 20, 5);

        Assert.Equal(20, drawn.Distinct().Count());
        Assert.Equal(5, drawn.Count(i => strata[i] == "rare"));
        Assert.Equal(drawn.ToArray(), CaseSample.Draw(strata, 20, 5).ToArray());
        Assert.Equal(100, CaseSample.Draw(strata, 1000, 5).Length);
    }

    private static AnswerSigns[] Three(AnswerSigns signs) => [signs, signs, signs];

    private static FailureCase Failure(GoldPlace place, params AnswerSigns[] asked) => Failure(place, asked, true);

    private static FailureCase Failure(GoldPlace place, AnswerSigns asked, bool holds) => Failure(place, [asked], holds);

    private static FailureCase Failure(GoldPlace place, AnswerSigns[] asked, bool holds) => new()
    {
        Question = "q",
        Answerable = true,
        Gold = new GoldFacts(place, null, holds),
        Trials = ImmutableDictionary<CauseSwitch, ImmutableArray<AnswerSigns>>.Empty.Add(CauseSwitch.Unchanged, [.. asked]),
    };

    private static void Expect(Cause[] causes, FailureCase failure) => Assert.Equal(causes, CauseRule.Decide(failure).Causes.ToArray());
}

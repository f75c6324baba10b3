using System.Text.Json.Nodes;
using Assay.Evaluation.Contracts;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Scoring;
using FsCheck;
using FsCheck.Fluent;
using Outcome = Assay.Evaluation.Scoring.Outcome;

namespace Assay.Tests.Evaluation.Scoring;

public sealed class AnswerScorerTests : IDisposable
{
    private const string RecordSchema = """{"type":"object","properties":{"answer":{"type":["string","null"]},"escalate":{"type":"boolean"}},"required":["answer"]}""";
    private static readonly Question Fee = new() { Id = "q", Text = "?", Answers = ["12 EUR", "twelve euros"] };
    private static readonly Question Unanswerable = new() { Id = "u", Text = "?", Answerable = false };
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Score_prose_that_contains_the_answer_is_right()
    {
        AnswerScore score = Plain().Score(Fee, "The fee is 12 EUR [1] a month [4].", 3);
        Assert.Equal((Outcome.Scored, 1.0, 0.0, 1.0, 1.0), (score.Outcome, score.Score, score.ExactMatch, score.Containment, score.Facts));
        Assert.Equal(2 * 0.4 * 1 / (0.4 + 1), score.TokenF1!.Value, 15);
        Assert.Equal(0.5, score.Citations);
        Assert.Null(score.Contract);
        Assert.Null(score.Behaviour);
    }

    [Fact]
    public void Score_prose_that_is_too_long_falls_back_to_f1()
    {
        AnswerScore score = Plain(new ScoringOptions { MaxWords = 3 }).Score(Fee, "It costs 12 EUR", 0);
        Assert.Equal((0.0, score.TokenF1, score.TokenF1), (score.Containment, score.Facts, score.Score));
        Assert.InRange(score.Score!.Value, 0.6, 0.7);
        Assert.Null(score.Citations);
    }

    [Theory]
    [InlineData("the documents do not answer this question")]
    [InlineData("The documents do not answer this question. [1]")]
    [InlineData("I don’t know.")]
    [InlineData("Sorry, but I do not know the answer to that.")]
    [InlineData("I'm sorry, but the provided documents do not contain information about fees.")]
    [InlineData("The passages do not mention this.")]
    [InlineData("The context doesn't specify a fee.")]
    [InlineData("Not stated in the documents.")]
    [InlineData("Unfortunately, there is no information on that.")]
    [InlineData("This is not mentioned anywhere.")]
    public void Score_abstention_is_right_on_an_unanswerable_question_only(string answer)
    {
        AnswerScore right = Plain().Score(Unanswerable, answer, 1), wrong = Plain().Score(Fee, answer, 1);
        Assert.Equal((Outcome.Abstained, 1.0, true), (right.Outcome, right.Score, right.Abstained));
        Assert.Equal((Outcome.Abstained, 0.0, true), (wrong.Outcome, wrong.Score, wrong.Abstained));
    }

    [Theory]
    [InlineData("The fee is 12 EUR.")]
    [InlineData("The documents do not need a stamp.")]
    [InlineData("No information is shared with third parties.")]
    [InlineData("I do not know everything about it, but after reading all that I was given I am fairly certain that the fee which you asked about is 12 EUR a month.")]
    public void Score_answer_to_an_unanswerable_question_is_wrong(string answer)
    {
        AnswerScore score = Plain().Score(Unanswerable, answer, 1);
        Assert.Equal((Outcome.Scored, 0.0, false), (score.Outcome, score.Score, score.Abstained));
    }

    [Fact]
    public void Score_accepted_answer_that_reads_like_a_refusal_is_right()
    {
        Question question = new() { Id = "q", Text = "?", Answers = ["Not mentioned in the will"] };
        Assert.Equal((Outcome.Scored, 1.0), (Plain().Score(question, "not mentioned in the will", 0).Outcome, Plain().Score(question, "not mentioned in the will", 0).Score));
    }

    [Fact]
    public void Score_own_abstention_phrase_counts() =>
        Assert.Equal(1, Plain(new ScoringOptions { AbstentionPhrase = "KEINE ANGABE" }).Score(Unanswerable, "Keine Angabe.", 0).Score);

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    public void Score_empty_answer_is_invalid(string answer)
    {
        Assert.Equal((Outcome.Invalid, 0.0), (Plain().Score(Fee, answer, 0).Outcome, Plain().Score(Fee, answer, 0).Score));
        Assert.Equal(Outcome.Invalid, Plain().Score(Unanswerable, answer, 0).Outcome);
    }

    [Fact]
    public void Score_record_reads_facts_from_the_field_and_behaviour_from_the_rest()
    {
        Question question = Fee with { Expect = new JsonObject { ["escalate"] = true, ["tone"] = "formal" } };
        AnswerScore score = Schema(RecordSchema).Score(question, """{"answer":"12 EUR [1]","escalate":true,"tone":"casual"}""", 1);
        Assert.Equal((1.0, 1.0, 0.5, 1.0, 1.0), (score.Facts, score.ExactMatch, score.Behaviour, score.Contract, score.Citations));
        Assert.Equal(2.0 / 3, score.Score!.Value, 15);
    }

    [Fact]
    public void Score_broken_contract_takes_the_score_and_leaves_the_parts()
    {
        AnswerScore score = Schema(RecordSchema).Score(Fee, """{"answer":"12 EUR","escalate":"no"}""", 0);
        Assert.Equal((1.0, 0.0, 0.0), (score.Facts, score.Contract, score.Score));
        Assert.Contains("#/escalate", Assert.Single(score.Violations), StringComparison.Ordinal);
        Assert.Equal((1.0, 0.0, 0.0), Outline(Schema(RecordSchema).Score(Fee, "12 EUR", 0)));
    }

    [Theory]
    [InlineData("""{"answer":null}""", true)]
    [InlineData("""{"answer":""}""", true)]
    [InlineData("""{"answer":"I don't know"}""", true)]
    [InlineData("""{"escalate":true}""", false)]
    [InlineData("""{"answer":5}""", false)]
    public void Score_record_abstains_by_an_empty_field_not_by_a_missing_one(string answer, bool abstained)
    {
        AnswerScore score = Schema(RecordSchema).Score(Unanswerable, answer, 0);
        Assert.Equal((abstained, abstained ? 1.0 : 0.0), (score.Abstained, score.Score));
    }

    [Fact]
    public void Score_accepted_record_is_compared_field_by_field()
    {
        Question question = new() { Id = "q", Text = "?", Answers = ["""{"city":"Bonn","zip":53111}""", "unknown"] };
        AnswerScore score = Plain().Score(question, """{"zip":53111.0,"city":"Köln","more":1}""", 0);
        Assert.Equal((0.5, 0.5), (score.Facts, score.Score));
        Assert.Null(score.ExactMatch);
        Assert.Equal(0, Plain().Score(question, "Bonn", 0).Score);
        Assert.Equal(1, Plain().Score(question, "Unknown", 0).Score);
        Assert.Equal(0, Plain(new ScoringOptions { Correctness = CorrectnessKind.Exact }).Score(question, """{"city":"Bonn"}""", 0).Score);
    }

    [Fact]
    public void Score_label_contract_wants_the_exact_label()
    {
        Question question = new() { Id = "q", Text = "?", Answers = ["refund"] };
        AnswerScorer scorer = Schema("""{"enum":["refund","refund request"]}""");
        Assert.Equal(1, scorer.Score(question, "\"refund\"", 0).Score);
        AnswerScore near = scorer.Score(question, "refund request", 0);
        Assert.Equal((0.0, 0.0, 1.0), (near.Score, near.Facts, near.Containment));
        AnswerScorer pattern = new(new ScoringOptions(), Contract.Load(new ContractOptions { Pattern = "[a-z ]+" }));
        Assert.Equal(0, pattern.Score(question, "refund request", 0).Facts);
    }

    [Fact]
    public void Score_question_without_accepted_answers_is_not_applicable_unless_behaviour_is_expected()
    {
        Question question = new() { Id = "q", Text = "?", Documents = ["d"] };
        AnswerScore score = Plain().Score(question, "Something.", 0);
        Assert.Equal((Outcome.NotApplicable, null, null), (score.Outcome, score.Score, score.Facts));
        AnswerScore behaviour = Plain().Score(question with { Expect = new JsonObject { ["a"] = 1, ["b"] = 2 } }, """{"a":1}""", 0);
        Assert.Equal((Outcome.Scored, 0.5, 0.5), (behaviour.Outcome, behaviour.Score, behaviour.Behaviour));
    }

    [Fact]
    public void Score_required_citations_that_are_missing_count_as_0()
    {
        AnswerScorer scorer = new(new ScoringOptions(), Contract.Load(new ContractOptions { RequireCitations = true }));
        AnswerScore score = scorer.Score(Fee, "12 EUR", 2);
        Assert.Equal((0.0, 0.0, 0.0, 1.0), (score.Citations, score.Contract, score.Score, score.Facts));
        Assert.Equal((1.0, 1.0), (scorer.Score(Fee, "12 EUR [2]", 2).Citations, scorer.Score(Fee, "12 EUR [2]", 2).Score));
        Assert.Equal((0.0, 1.0), (scorer.Score(Fee, "12 EUR [0]", 2).Citations, scorer.Score(Fee, "12 EUR [0]", 2).Score));
    }

    [Theory]
    [InlineData(Outcome.OverContext, 0.0)]
    [InlineData(Outcome.Invalid, 0.0)]
    [InlineData(Outcome.JudgeFailed, null)]
    [InlineData(Outcome.ProviderFailed, null)]
    [InlineData(Outcome.TimedOut, null)]
    [InlineData(Outcome.NotApplicable, null)]
    public void Fail_scores_what_the_system_is_to_blame_for(Outcome outcome, double? expected)
    {
        AnswerScore score = AnswerScorer.Fail(Fee, outcome);
        Assert.Equal(("q", outcome, expected), (score.QuestionId, score.Outcome, score.Score));
    }

    [Fact]
    public void Fail_with_an_answered_outcome_is_misuse()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => AnswerScorer.Fail(Fee, Outcome.Scored));
        Assert.Throws<ArgumentOutOfRangeException>(() => AnswerScorer.Fail(Fee, Outcome.Abstained));
    }

    [Fact]
    public void Score_any_answer_stays_within_0_and_1()
    {
        AnswerScorer scorer = Schema(RecordSchema);
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
        {
            AnswerScore free = Plain().Score(Fee, text.Get, 1);
            AnswerScore record = scorer.Score(Fee, new JsonObject { ["answer"] = text.Get.Replace("\ud800", "", StringComparison.Ordinal) }.ToJsonString(), 1);
            return free.Score is >= 0 and <= 1 && record.Score is >= 0 and <= 1;
        }).QuickCheckThrowOnFailure();
    }

    private static AnswerScorer Plain(ScoringOptions? options = null) => new(options ?? new ScoringOptions());

    private static (double?, double?, double?) Outline(AnswerScore score) => (score.Facts, score.Contract, score.Score);

    private AnswerScorer Schema(string json) => new(new ScoringOptions(), Contract.Load(new ContractOptions { SchemaFile = folder.Write("schema.json", json) }));
}

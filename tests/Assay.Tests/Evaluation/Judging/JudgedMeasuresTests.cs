using System.Collections.Immutable;
using Assay.Evaluation.Judging;
using Assay.Evaluation.Scoring;
using FsCheck;
using FsCheck.Fluent;

namespace Assay.Tests.Evaluation.Judging;

public sealed class JudgedMeasuresTests
{
    private static readonly ImmutableArray<string> Pages = ["Plan 1 has 101 seats. It costs 9 USD.", "Gift cards never expire."];

    [Fact]
    public async Task Deterministic_judge_gives_every_measure_of_a_known_answer()
    {
        // Two claims: the first is in passage 1 and in the reference, the second is in passage 2 and not in the reference.
        var answer = new JudgedAnswer("How many seats does plan 1 have?", "Plan 1 has 101 seats [1]. Gift cards never expire [1][2].", ["101 seats"], Pages);
        Dictionary<string, MeasureCell> cells = await AllAsync(answer);
        Assert.Equal(
            new Dictionary<string, double?>
            {
                ["faithfulness"] = 1, ["answer_correctness"] = 1 / 1.5, ["context_precision"] = 1, ["context_recall"] = 1, ["citation_recall"] = 1, ["citation_precision"] = 2 / 3.0,
                ["claims_precision"] = 0.5, ["claims_recall"] = 1, ["claims_f1"] = 2 / 3.0, ["claims_in_context"] = 1, ["claims_context_precision"] = 0.5, ["claims_context_utilization"] = 1,
                ["claims_noise_relevant"] = 0, ["claims_noise_irrelevant"] = 0.5, ["claims_hallucination"] = 0, ["claims_self_knowledge"] = 0, ["claims_faithfulness"] = 1,
            }.OrderBy(c => c.Key),
            cells.ToDictionary(c => c.Key, c => c.Value.Value).OrderBy(c => c.Key));
    }

    [Theory]
    [InlineData("", "101 seats", true, "claims_recall answer_correctness claims_f1", 0.0)]
    [InlineData("", "101 seats", true, "faithfulness claims_precision citation_recall citation_precision claims_hallucination", null)]
    [InlineData("Plan 1 has 101 seats.", "", true, "answer_correctness context_precision context_recall claims_precision claims_noise_relevant", null)]
    [InlineData("Plan 1 has 101 seats.", "101 seats", false, "faithfulness context_precision context_recall citation_recall claims_in_context claims_self_knowledge", null)]
    [InlineData("Plan 1 has 101 seats.", "101 seats", true, "citation_precision", null)]
    [InlineData("Plan 1 has 101 seats.", "101 seats", true, "citation_recall", 0.0)]
    public async Task What_a_measure_is_not_about_makes_it_not_applicable_and_never_NaN(string said, string reference, bool passages, string names, double? value)
    {
        Dictionary<string, MeasureCell> cells = await AllAsync(new JudgedAnswer("How many seats?", said, reference.Length == 0 ? [] : [reference], passages ? Pages : []));
        Assert.All(names.Split(' '), n => Assert.Equal(value is { } v ? MeasureCell.Of(v) : MeasureCell.NotApplicable, cells[n]));
    }

    [Fact]
    public void Unknown_verdict_makes_exactly_the_measures_missing_that_rest_on_it()
    {
        var answer = new JudgedAnswer("How many seats?", "Plan 1 has 101 seats [1].", ["101 seats"], Pages);
        Dictionary<string, ImmutableArray<Verdict>> verdicts = JudgedMeasures.Plan(answer, JudgedMeasures.Names).ToDictionary(t => t.Key, t => (ImmutableArray<Verdict>)[.. t.Claims.Select(_ => t.Key == "reference" ? Verdict.Unknown : Verdict.Supported)]);
        string[] missing = [.. JudgedMeasures.Names.Where(n => JudgedMeasures.Of(n, answer, k => verdicts[k]) == MeasureCell.Missing)];
        Assert.Equal(["answer_correctness", "claims_precision", "claims_f1", "claims_noise_relevant", "claims_noise_irrelevant", "claims_hallucination", "claims_self_knowledge"], missing);
        Assert.All(JudgedMeasures.Names, n => Assert.True(JudgedMeasures.Of(n, answer, _ => null) is { Value: null, Applies: true }));
    }

    [Fact]
    public void Answer_of_thousands_of_sentences_is_missing_as_a_whole_and_asked_about_nothing()
    {
        var answer = new JudgedAnswer("How?", string.Concat(Enumerable.Repeat("The plan has many seats. ", 5_000)), ["many seats"], Pages);
        Assert.Empty(JudgedMeasures.Plan(answer, JudgedMeasures.Names));
        Assert.All(JudgedMeasures.Names, n => Assert.Equal(MeasureCell.Missing, JudgedMeasures.Of(n, answer, _ => null)));
    }

    [Fact]
    public void Diagnostics_of_any_verdicts_add_up()
    {
        Gen<(bool[], bool[], bool[][], bool[][])> any =
            from claims in Gen.Choose(1, 5)
            from reference in Gen.Choose(1, 4)
            from passages in Gen.Choose(1, 4)
            from correct in Bools(claims)
            from recalled in Bools(reference)
            from answerIn in Bools(claims).ArrayOf(passages)
            from referenceIn in Bools(reference).ArrayOf(passages)
            select (correct, recalled, answerIn, referenceIn);
        Prop.ForAll(any.ToArbitrary(), t =>
        {
            ClaimDiagnostics d = ClaimDiagnostics.Of([.. t.Item1], [.. t.Item2], [.. t.Item3.Select(p => p.ToImmutableArray())], [.. t.Item4.Select(p => p.ToImmutableArray())]);
            double wrong = 1 - d.Precision!.Value;
            return Math.Abs(d.Faithfulness!.Value + d.Hallucination!.Value + d.SelfKnowledge!.Value - 1) < 1e-12
                && Math.Abs(d.NoiseInRelevant!.Value + d.NoiseInIrrelevant!.Value + d.Hallucination!.Value - wrong) < 1e-12
                && (d.ContextUtilization is null) == (d.ClaimRecall == 0);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("110", 1)]
    [InlineData("011", (0.5 + (2 / 3.0)) / 2)]
    [InlineData("001", 1 / 3.0)]
    [InlineData("000", 0)]
    public void Context_precision_is_that_of_ragas(string useful, double expected) =>
        Assert.Equal(expected, RagasMeasures.ContextPrecision([.. useful.Select(c => c == '1')])!.Value, 12);

    [Fact]
    public void Shares_of_nothing_have_no_value()
    {
        Assert.Null(RagasMeasures.ContextPrecision([]));
        Assert.Null(RagasMeasures.Share([]));
        Assert.Null(RagasMeasures.Correctness([true], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => MeasureCell.Of(double.NaN));
    }

    [Theory]
    [InlineData("Sure! The plan has seats. It costs 9.", "The plan has seats.|It costs 9.")]
    [InlineData("Paris", "Paris")]
    [InlineData("Yes.", "Yes.")]
    [InlineData("It is.", "")]
    [InlineData("", "")]
    [InlineData("The plan has seats [1]. [2]", "The plan has seats.")]
    public void Claims_are_sentences_that_say_something(string text, string claims) => Assert.Equal(claims, string.Join('|', Claims.Of(text)));

    private static Gen<bool[]> Bools(int count) => Gen.Elements(true, false).ArrayOf(count);

    private static async Task<Dictionary<string, MeasureCell>> AllAsync(JudgedAnswer answer)
    {
        var verdicts = new Dictionary<string, ImmutableArray<Verdict>>(StringComparer.Ordinal);
        foreach (JudgeTask task in JudgedMeasures.Plan(answer, JudgedMeasures.Names)) verdicts.Add(task.Key, (await new DeterministicEntailment().JudgeAsync(task, default)).Verdicts);
        return JudgedMeasures.Names.ToDictionary(n => n, n => JudgedMeasures.Of(n, answer, k => verdicts.TryGetValue(k, out ImmutableArray<Verdict> found) ? found : null));
    }
}

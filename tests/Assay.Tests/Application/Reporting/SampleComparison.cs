using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Assay.Comparing;
using Assay.Decisions.Verdicts;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Scoring;
using Assay.Evaluation.Statistics;
using Assay.Running;

namespace Assay.Tests.Application.Reporting;

/// <summary>A small comparison made by hand: two arms that may be shipped and a reference, two questions.</summary>
internal static class SampleComparison
{
    public const string Hostile = "<script>alert('x')</script>\"&\u0001";

    public static Verdict Ship { get; } = new() { Kind = VerdictKind.Ship, Ship = "rag", Confidence = 0.9876, Reasons = ["rag scores 62.5 points."], Caveats = ["prompt becomes level if rag loses 11.0 points."] };

    public static Verdict Undecided { get; } = new() { Kind = VerdictKind.Undecided, Confidence = 0.7, QuestionsNeeded = 1234, Reasons = ["Undecided: ask 1,234 more questions."] };

    public static Verdict NoDifference { get; } = new() { Kind = VerdictKind.NoDetectableDifference, Ship = "prompt", Confidence = 0.41, Reasons = ["No difference that matters."] };

    public static Verdict NoneMeets { get; } = new() { Kind = VerdictKind.NoneMeetsRequirements, Reasons = ["No arm meets the requirements.", "rag needs 900 ms."], Caveats = ["Relax the requirement."] };

    public static Comparison Of(Verdict verdict) => new()
    {
        Project = "acme",
        Model = "extractive",
        Questions = 240,
        Knowledge = new KnowledgeSize(131, 462, 33511, 0),
        Arms = [Arm("prompt", 0.2034, 0.0001234m), Arm("rag", 0.625, 1.5m), Arm("long-context", 0.6, null) with { Reference = true, ShareOfDocuments = 0.952 }],
        Comparisons = [new PairResult("prompt", "rag", 240, -0.4216, -0.512, -0.11, "rag") { P = 0.00002, AdjustedP = 0.00006 }, new PairResult("prompt", "long-context", 240, -0.3, -0.4, -0.2, "long-context") { P = 0.0004, AdjustedP = 0.0008 }, new PairResult("rag", "long-context", 239, 0.025, -0.01, 0.06, null) { P = 0.163, AdjustedP = 0.163 }],
        Retrieval = ImmutableSortedDictionary<string, double>.Empty.Add("ndcg@10", 0.7524).Add("recall@8", 0.8468).Add("mrr", 0.7561).Add("other", 0.1),
        Tags = [new TagResult("billing", "prompt", 33, 0.121), new TagResult("billing", "rag", 33, 0.365), new TagResult("billing", "long-context", 33, null)],
        Verdict = verdict,
        Warnings = [],
        PricesOf = new DateOnly(2026, 11, 21),
        Inputs = "200ce27176512de1aaaaaaaa",
        Command = "assay compare acme",
        Report = "/srv/acme/.assay/report.html",
    };

    public static QuestionSet Questions { get; } = new("questions.jsonl",
    [
        new Question { Id = "q1", Text = "How long are backups kept?", Answers = ["30 days"], Documents = ["docs/backup.md#keep"], Expect = new JsonObject { ["label"] = "data" } },
        new Question { Id = "q2", Text = "Who won the cup?", Answerable = false },
    ]);

    public static ImmutableArray<Run> Runs { get; } =
    [
        new("prompt", false, false, [Row("q1", "I do not know.", 0) with { Score = Score("q1", 0) with { Abstained = true, Outcome = Outcome.Abstained } }, Row("q2", "The reds.", 0)]),
        new("rag", false, true, [Row("q1", "About 30 days", 0.43), Row("q2", "", null) with { Failure = "429 too many requests" }]),
        new("long-context", true, true, [Row("q1", "unseen in the report", 0), Row("q2", "", 0)]),
    ];

    public static AnswerRow Row(string question, string answer, double? score) => new() { Question = question, Answer = answer, Score = Score(question, score), Context = ["docs/backup.md#keep"] };

    public static AnswerScore Score(string question, double? score) => new() { QuestionId = question, Outcome = score is null ? Outcome.ProviderFailed : Outcome.Scored, Score = score };

    private static ArmResult Arm(string name, double score, decimal? cost) => new()
    {
        Arm = name,
        Reference = false,
        N = 240,
        Score = score,
        Low = score - 0.045,
        High = score + 0.045,
        Measures = ImmutableSortedDictionary<string, double?>.Empty.Add("f1", 0.143).Add("exact_match", null).Add("abstained_answerable", 0.444).Add("brand_new", 0.5),
        Outcomes = ImmutableSortedDictionary<string, int>.Empty.Add("abstained", 114).Add("scored", 126),
        LatencyMs = new LatencyPercentiles(1.94, 1234.5, null, 240),
        Tokens = new TokenResult(31938, 41, true),
        CostPerQuestion = cost,
        ShareOfDocuments = null,
    };
}

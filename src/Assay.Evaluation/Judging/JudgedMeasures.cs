using System.Collections.Immutable;
using System.Globalization;
using Assay.Evaluation.Answers;
using Assay.Evaluation.Scoring;

namespace Assay.Evaluation.Judging;

/// <summary>The measures that need a judge, by name: what must be asked for them, and what follows from the verdicts.</summary>
/// <remarks>
/// Pure: the same answer and verdicts give the same numbers. A measure without what it is about (claims, a reference answer, passages) does not apply; one of whose verdicts is unknown is missing. Nothing is ever NaN.
/// </remarks>
public static class JudgedMeasures
{
    private static readonly ImmutableArray<(string Name, Needs Needs)> s_measures =
    [
        ("faithfulness", Needs.Faithfulness),
        ("answer_correctness", Needs.Correct | Needs.Recalled),
        ("context_precision", Needs.Useful),
        ("context_recall", Needs.ContextRecall),
        ("citation_recall", Needs.Cited),
        ("citation_precision", Needs.Cited),
        ("claims_precision", Needs.Correct),
        ("claims_recall", Needs.Recalled),
        ("claims_f1", Needs.Correct | Needs.Recalled),
        ("claims_in_context", Needs.Passages),
        ("claims_context_precision", Needs.Passages),
        ("claims_context_utilization", Needs.Passages | Needs.Recalled),
        ("claims_noise_relevant", Needs.Passages | Needs.Correct),
        ("claims_noise_irrelevant", Needs.Passages | Needs.Correct),
        ("claims_hallucination", Needs.Passages | Needs.Correct),
        ("claims_self_knowledge", Needs.Passages | Needs.Correct),
        ("claims_faithfulness", Needs.Passages),
    ];

    [Flags]
    private enum Needs
    {
        Faithfulness = 1, Correct = 2, Recalled = 4, Useful = 8, ContextRecall = 16, Cited = 32, Passages = 64,
    }

    /// <summary>Names of all measures.</summary>
    public static ImmutableArray<string> Names { get; } = [.. s_measures.Select(m => m.Name)];

    /// <summary>How often an arm's answer is preferred to those of the other arms, see <see cref="PairwiseJudge"/>: 1 preferred, 0 not, 0.5 neither. Only for several arms and a language model.</summary>
    public const string Preference = "preference";

    /// <summary>Measures that a judge is asked for unless others are named: one call each for an answer, but for context precision, which takes one a passage.</summary>
    public static ImmutableArray<string> Usual { get; } = ["faithfulness", "answer_correctness", "context_precision", "context_recall"];

    /// <summary>What a judge must be asked about an answer.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="measures">Names of the measures that are wanted.</param>
    /// <returns>Tasks with different keys; none about nothing.</returns>
    public static IEnumerable<JudgeTask> Plan(JudgedAnswer answer, IEnumerable<string> measures)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(measures);
        Needs wanted = measures.Aggregate(default(Needs), (all, name) => all | NeedsOf(name));
        ImmutableArray<string> claims = answer.AnswerClaims, reference = answer.ReferenceClaims;
        if (answer.IsTooLong) return [];
        var tasks = new List<JudgeTask>();
        if (Wants(Needs.Faithfulness) && !answer.Passages.IsEmpty) Add("passages", JudgeKind.Faithfulness, answer.Passages, claims);
        if (Wants(Needs.Correct) && !reference.IsEmpty) Add("reference", JudgeKind.Correctness, answer.References, claims);
        if (Wants(Needs.Recalled) && !claims.IsEmpty) Add("answer", JudgeKind.Completeness, [answer.Answer], reference);
        if (Wants(Needs.ContextRecall) && !answer.Passages.IsEmpty) Add("reference in passages", JudgeKind.ContextRecall, answer.Passages, reference);
        for (int i = 0; i < answer.Passages.Length; i++)
        {
            if (Wants(Needs.Useful)) Add(Number("useful", i), JudgeKind.ContextPrecision, [answer.Passages[i]], reference);
            if (Wants(Needs.Passages)) Add(Number("passage", i), JudgeKind.Entailment, [answer.Passages[i]], [.. claims, .. reference]);
        }

        if (Wants(Needs.Cited)) tasks.AddRange(CitationSupport.Asked(answer.Answer, answer.Passages.Length).Select(a => new JudgeTask(CitedKey(a.Index, a.Cited), JudgeKind.Entailment, answer.Question, [.. a.Cited.Select(n => answer.Passages[n - 1])], [a.Statement])));
        return tasks;

        bool Wants(Needs need) => (wanted & need) != 0;

        void Add(string key, JudgeKind kind, ImmutableArray<string> texts, ImmutableArray<string> about)
        {
            if (!about.IsEmpty) tasks.Add(new JudgeTask(key, kind, answer.Question, texts, about));
        }
    }

    /// <summary>A measure of an answer.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="verdicts">The verdicts on a task by its key; null where it was not judged.</param>
    /// <returns>A number in [0, 1], missing, or not applicable.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no measure of this name.</exception>
    public static MeasureCell Of(string name, JudgedAnswer answer, Func<string, ImmutableArray<Verdict>?> verdicts)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(verdicts);
        if (!Applies(NeedsOf(name), answer)) return MeasureCell.NotApplicable;
        if (answer.IsTooLong) return MeasureCell.Missing;
        foreach (JudgeTask task in Plan(answer, [name]))
        {
            if (verdicts(task.Key) is not { } found || found.Length != task.Claims.Length || found.Contains(Verdict.Unknown)) return MeasureCell.Missing;
        }

        return MeasureCell.OfNullable(Value(name, answer, key => [.. (verdicts(key) ?? []).Select(v => v == Verdict.Supported)]));
    }

    /// <summary>Whether a measure is about something the answer, its question and its passages have; an answer that never came has only the last two.</summary>
    /// <param name="name">Name of the measure.</param>
    /// <param name="answer">The answer.</param>
    /// <returns>False: it does not apply, whatever is answered.</returns>
    public static bool Applies(string name, JudgedAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return Applies(NeedsOf(name), answer);
    }

    private static bool Applies(Needs needs, JudgedAnswer answer)
    {
        bool aboutPassages = (needs & (Needs.Faithfulness | Needs.Useful | Needs.ContextRecall | Needs.Cited | Needs.Passages)) != 0;
        bool aboutReference = (needs & (Needs.Correct | Needs.Recalled | Needs.Useful | Needs.ContextRecall)) != 0;
        return (!aboutPassages || !answer.Passages.IsEmpty) && (!aboutReference || !answer.ReferenceClaims.IsEmpty);
    }

    private static double? Value(string name, JudgedAnswer answer, Func<string, ImmutableArray<bool>> verdicts) => name switch
    {
        "faithfulness" => RagasMeasures.Share(verdicts("passages")),
        "answer_correctness" => RagasMeasures.Correctness(verdicts("reference"), Filled(verdicts("answer"), answer.ReferenceClaims.Length)),
        "context_precision" => RagasMeasures.ContextPrecision([.. answer.Passages.Select((_, i) => verdicts(Number("useful", i)).Contains(true))]),
        "context_recall" => RagasMeasures.Share(verdicts("reference in passages")),
        "citation_recall" => Citations(answer, verdicts).Recall,
        "citation_precision" => Citations(answer, verdicts).Precision,
        "claims_f1" when answer.AnswerClaims.IsEmpty => 0,
        _ => Diagnostic(name, Diagnosed(answer, verdicts)),
    };

    private static double? Diagnostic(string name, ClaimDiagnostics found) => name switch
    {
        "claims_precision" => found.Precision,
        "claims_recall" => found.Recall,
        "claims_f1" => found.F1,
        "claims_in_context" => found.ClaimRecall,
        "claims_context_precision" => found.ContextPrecision,
        "claims_context_utilization" => found.ContextUtilization,
        "claims_noise_relevant" => found.NoiseInRelevant,
        "claims_noise_irrelevant" => found.NoiseInIrrelevant,
        "claims_hallucination" => found.Hallucination,
        "claims_self_knowledge" => found.SelfKnowledge,
        _ => found.Faithfulness,
    };

    private static ClaimDiagnostics Diagnosed(JudgedAnswer answer, Func<string, ImmutableArray<bool>> verdicts)
    {
        int claims = answer.AnswerClaims.Length, reference = answer.ReferenceClaims.Length;
        ImmutableArray<ImmutableArray<bool>> passages = [.. Enumerable.Range(0, answer.Passages.Length).Select(i => Filled(verdicts(Number("passage", i)), claims + reference))];
        return ClaimDiagnostics.Of(Filled(verdicts("reference"), claims), Filled(verdicts("answer"), reference), [.. passages.Select(p => p[..claims])], [.. passages.Select(p => p[claims..])]);
    }

    // What a measure does not need was not asked, and what claims nothing entails nothing.
    private static ImmutableArray<bool> Filled(ImmutableArray<bool> verdicts, int count) => verdicts.Length == count ? verdicts : [.. new bool[count]];

    private static CitationSupport Citations(JudgedAnswer answer, Func<string, ImmutableArray<bool>> verdicts) =>
        CitationSupport.Of(answer.Answer, answer.Passages.Length, (statement, cited) => verdicts(CitedKey(statement, cited)) is [true]);

    private static string CitedKey(int statement, ImmutableArray<int> cited) => string.Create(CultureInfo.InvariantCulture, $"statement {statement + 1} cited {string.Join('+', cited)}");

    private static string Number(string what, int index) => string.Create(CultureInfo.InvariantCulture, $"{what} {index + 1}");

    private static Needs NeedsOf(string name)
    {
        foreach ((string known, Needs needs) in s_measures)
        {
            if (known == name) return needs;
        }

        throw new ArgumentOutOfRangeException(nameof(name), name, "There is no judged measure of this name.");
    }
}

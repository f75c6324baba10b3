using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Evaluation.Answers;
using Assay.Evaluation.Contracts;
using Assay.Evaluation.Questions;
using Assay.Text.Citations;

namespace Assay.Evaluation.Scoring;

/// <summary>Turns an answer into one number in [0, 1] by the same rules for every arm. Immutable and safe to share between threads.</summary>
/// <remarks>
/// An unanswerable question scores 1 for an abstention and 0 otherwise. An answerable one scores its correctness times contract adherence
/// (1 or 0); an abstention scores 0. Correctness is that of the facts or, when fields are expected, the mean over the facts and every expected
/// field, each with the same weight. Accepted answers and facts are compared without citation markers.
/// </remarks>
public sealed class AnswerScorer
{
    private readonly ScoringOptions options;
    private readonly Contract? contract;
    private readonly bool readsField;

    /// <summary>A scorer.</summary>
    /// <param name="options">Rules.</param>
    /// <param name="contract">What answers must look like; null when any will do.</param>
    public AnswerScorer(ScoringOptions options, Contract? contract = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxWords);
        this.options = options;
        this.contract = contract;
        readsField = contract?.HasField(options.AnswerField) ?? false;
    }

    /// <summary>Scores a complete answer.</summary>
    /// <param name="question">The question.</param>
    /// <param name="answer">What was answered; nothing but white space makes it <see cref="Outcome.Invalid"/>.</param>
    /// <param name="passagesGiven">Passages in the prompt, which citations count from 1; 0 or more.</param>
    /// <returns>The score with its parts.</returns>
    public AnswerScore Score(Question question, string answer, int passagesGiven)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentOutOfRangeException.ThrowIfNegative(passagesGiven);
        if (string.IsNullOrWhiteSpace(answer)) return Fail(question, Outcome.Invalid);
        JsonObject? record = Contract.ParseRecord(answer);
        string facts = Facts(answer, record);
        AnswerScore parts = Parts(question, answer, record, facts, passagesGiven);
        bool right = parts.ExactMatch == 1 || (parts.Facts == 1 && parts.ExactMatch is null);
        bool abstained = !right && (string.IsNullOrWhiteSpace(facts) ? LeavesFieldEmpty(record) : Abstention.Is(facts, options.AbstentionPhrase));
        parts = parts with { Abstained = abstained };
        if (!question.Answerable) return parts with { Outcome = abstained ? Outcome.Abstained : Outcome.Scored, Score = abstained ? 1 : 0 };
        if (Correctness(question, parts, record) is not { } correctness) return parts with { Outcome = Outcome.NotApplicable };
        return abstained ? parts with { Outcome = Outcome.Abstained, Score = 0 } : parts with { Score = correctness * (parts.Contract ?? 1) };
    }

    /// <summary>The score of an answer that ran into its limit: not usable, and under a schema not of the form that is asked for.</summary>
    /// <param name="question">The question.</param>
    /// <returns>0.</returns>
    public AnswerScore CutOff(Question question) => Fail(question, Outcome.Invalid) with { Contract = contract is { HasSchema: true } ? 0 : null };

    /// <summary>The score of a question that got no usable answer.</summary>
    /// <param name="question">The question.</param>
    /// <param name="outcome">Why. <see cref="Outcome.OverContext"/> and <see cref="Outcome.Invalid"/> score 0; the others have no score.</param>
    /// <returns>A score without parts.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The outcome is <see cref="Outcome.Scored"/> or <see cref="Outcome.Abstained"/>, which need an answer.</exception>
    public static AnswerScore Fail(Question question, Outcome outcome)
    {
        ArgumentNullException.ThrowIfNull(question);
        double? score = outcome switch
        {
            Outcome.OverContext or Outcome.Invalid => 0,
            Outcome.JudgeFailed or Outcome.ProviderFailed or Outcome.TimedOut or Outcome.NotApplicable => null,
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Not a failure."),
        };
        return new AnswerScore { QuestionId = question.Id, Outcome = outcome, Score = score };
    }

    /// <summary>Whether there is something that answers must look like.</summary>
    public bool HasContract => contract is not null;

    /// <summary>Whether an answer without a citation is wrong.</summary>
    public bool RequiresCitations => contract?.RequiresCitations ?? false;

    /// <summary>What an answer says, without its form: the answer field of a record, the label, or the text itself, without citation markers.</summary>
    /// <param name="answer">Any text.</param>
    /// <returns>What is compared with the accepted answers; may be empty.</returns>
    public string Facts(string answer) => Facts(answer, Contract.ParseRecord(answer));

    /// <summary>The same with its citation markers, for who looks at what is cited.</summary>
    /// <param name="answer">Any text.</param>
    /// <returns>What the answer claims; may be empty.</returns>
    public string CitedFacts(string answer) => FactText(answer, Contract.ParseRecord(answer));

    private string Facts(string answer, JsonObject? record) => CitationMarkers.Strip(FactText(answer, record));

    private AnswerScore Parts(Question question, string answer, JsonObject? record, string facts, int passagesGiven)
    {
        ContractResult? checkedContract = contract?.Check(answer);
        bool asRecord = Kind(question) == CorrectnessKind.Record;
        ImmutableArray<string> accepted = [.. question.Answers.Select(CitationMarkers.Strip)];
        bool compares = !asRecord && !accepted.IsEmpty;
        AnswerScore parts = new()
        {
            QuestionId = question.Id,
            Outcome = Outcome.Scored,
            ExactMatch = compares ? AnswerMetrics.ExactMatch(facts, accepted) : null,
            TokenF1 = compares ? AnswerMetrics.TokenF1(facts, accepted) : null,
            Containment = compares ? AnswerMetrics.Containment(facts, accepted, options.MaxWords) : null,
            Behaviour = question.Expect is { Count: > 0 } expected ? RecordMatch.Share(record, expected) : null,
            Contract = checkedContract is null ? null : checkedContract.Holds ? 1 : 0,
            Citations = CitedShare(Contract.Cited(answer), passagesGiven),
            Violations = checkedContract?.Violations ?? [],
        };
        return parts with { Facts = accepted.IsEmpty ? null : FactScore(question, parts, record, facts) };
    }

    private double? FactScore(Question question, AnswerScore parts, JsonObject? record, string facts) => Kind(question) switch
    {
        CorrectnessKind.Record => question.Answers.Max(gold => Contract.ParseRecord(gold) is { } expected
            ? RecordMatch.Share(record, expected)
            : AnswerMetrics.ExactMatch(facts, [CitationMarkers.Strip(gold)])),
        CorrectnessKind.Exact => parts.ExactMatch,
        _ => parts.Containment == 1 ? 1 : parts.TokenF1,
    };

    private static double? Correctness(Question question, AnswerScore parts, JsonObject? record)
    {
        if (question.Expect is not { Count: > 0 } expected) return parts.Facts;
        int facts = parts.Facts is null ? 0 : 1;
        return ((parts.Facts ?? 0) + RecordMatch.Matches(record, expected)) / (expected.Count + facts);
    }

    private CorrectnessKind Kind(Question question)
    {
        if (options.Correctness != CorrectnessKind.Auto) return options.Correctness;
        if (question.Answers.Any(a => Contract.ParseRecord(a) is not null)) return CorrectnessKind.Record;
        return contract?.IsLabel ?? false ? CorrectnessKind.Exact : CorrectnessKind.Prose;
    }

    private string FactText(string answer, JsonObject? record)
    {
        if (contract is { HasSchema: true, IsLabel: true }) return Contract.Label(answer);
        if (!readsField || record is null) return answer;
        JsonNode? field = record[options.AnswerField];
        return field switch
        {
            null => "",
            JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
            _ => field.ToJsonString(),
        };
    }

    // A record that lacks the field is broken, not an abstention.
    private bool LeavesFieldEmpty(JsonObject? record) => readsField && record is not null && record.ContainsKey(options.AnswerField);

    private double? CitedShare(ImmutableArray<int> cited, int passagesGiven)
    {
        if (!cited.IsEmpty) return (double)cited.Count(n => n >= 1 && n <= passagesGiven) / cited.Length;
        return contract?.RequiresCitations ?? false ? 0 : null;
    }
}

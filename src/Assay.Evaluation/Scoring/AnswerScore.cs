using System.Collections.Immutable;

namespace Assay.Evaluation.Scoring;

/// <summary>The score of one answer and each of its parts alone. A part is null where it does not apply, never NaN.</summary>
public sealed record AnswerScore
{
    /// <summary>Id of the question.</summary>
    public required string QuestionId { get; init; }

    /// <summary>What became of the question.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>The score, in [0, 1]; null when there is none (<see cref="Outcome.NotApplicable"/>, <see cref="Outcome.JudgeFailed"/>, <see cref="Outcome.ProviderFailed"/>, <see cref="Outcome.TimedOut"/>).</summary>
    public double? Score { get; init; }

    /// <summary>Whether the answer declined to answer, rightly or not.</summary>
    public bool Abstained { get; init; }

    /// <summary>SQuAD exact match of the facts, 0 or 1; null without accepted answers in plain text.</summary>
    public double? ExactMatch { get; init; }

    /// <summary>SQuAD token F1 of the facts, in [0, 1]; null without accepted answers in plain text.</summary>
    public double? TokenF1 { get; init; }

    /// <summary>Whether a short answer contains an accepted one, 0 or 1; null without accepted answers in plain text.</summary>
    public double? Containment { get; init; }

    /// <summary>Correctness of the facts, in [0, 1]; null without accepted answers.</summary>
    public double? Facts { get; init; }

    /// <summary>Share of the expected fields that the answer has right; null when none are expected.</summary>
    public double? Behaviour { get; init; }

    /// <summary>1 when the contract holds, else 0; null without a contract.</summary>
    public double? Contract { get; init; }

    /// <summary>Share of citation markers that point to a passage that was given; null when there are none and none are required, 0 when there are none and some are.</summary>
    public double? Citations { get; init; }

    /// <summary>What of the contract is violated: place and message.</summary>
    public ImmutableArray<string> Violations { get; init; } = [];
}

using System.Collections.Immutable;
using Assay.Evaluation.Statistics;

namespace Assay.Answerability;

/// <summary>How well a threshold tells answerable questions from others, in the form that <c>assay eval answerability --json</c> prints.</summary>
/// <remarks>All figures are of questions that neither model nor threshold was fitted on (cross-validation).</remarks>
public sealed record AnswerabilityReport
{
    /// <summary>Name of the project.</summary>
    public required string Project { get; init; }

    /// <summary>Answerable questions.</summary>
    public required int Answerable { get; init; }

    /// <summary>Unanswerable questions.</summary>
    public required int Unanswerable { get; init; }

    /// <summary>Chance that an answerable question gets the larger probability than an unanswerable one; null with too few questions.</summary>
    public double? Auroc { get; init; }

    /// <summary>95% bootstrap interval of <see cref="Auroc"/>.</summary>
    public Interval? AurocInterval { get; init; }

    /// <summary>Answers are withheld below this probability; 0 when withholding nothing is best. Null with too few questions.</summary>
    public double? Threshold { get; init; }

    /// <summary>Unanswerable questions that were withheld.</summary>
    public int WithheldRightly { get; init; }

    /// <summary>Answerable questions that were withheld.</summary>
    public int WithheldWrongly { get; init; }

    /// <summary>Share of the withheld questions that are unanswerable; null when none was withheld.</summary>
    public double? Precision => WithheldRightly + WithheldWrongly == 0 ? null : (double)WithheldRightly / (WithheldRightly + WithheldWrongly);

    /// <summary>95% interval of <see cref="Precision"/>.</summary>
    public Interval? PrecisionInterval => Wilson.Of(WithheldRightly, WithheldRightly + WithheldWrongly);

    /// <summary>Share of the unanswerable questions that were withheld; null when there is none.</summary>
    public double? Recall => Unanswerable == 0 ? null : (double)WithheldRightly / Unanswerable;

    /// <summary>95% interval of <see cref="Recall"/>.</summary>
    public Interval? RecallInterval => Wilson.Of(WithheldRightly, Unanswerable);

    /// <summary>What the score is compared with: <c>assumed</c> (every answer to an answerable question is right, none to another) or <c>comparison</c> (the rag arm's answers in the latest one).</summary>
    public string Basis { get; init; } = "assumed";

    /// <summary>Mean score without a threshold; null with too few questions.</summary>
    public double? ScoreBefore { get; init; }

    /// <summary>Mean score with it.</summary>
    public double? ScoreAfter { get; init; }

    /// <summary>Paired difference of the two.</summary>
    public DifferenceEstimate? Gain { get; init; }

    /// <summary>What a wrong answer costs, in right answers; 0 when not stated.</summary>
    public double WrongAnswerCost { get; init; }

    /// <summary>The gain when wrong answers cost that, in right answers a question; the same as <see cref="Gain"/> without a stated cost. What decides.</summary>
    public DifferenceEstimate? Worth { get; init; }

    /// <summary>Weights of the standardised signals in the model of all questions; null with too few questions.</summary>
    public ImmutableSortedDictionary<string, double>? Weights { get; init; }

    /// <summary>The file that was written; null when none was.</summary>
    public string? Written { get; init; }

    /// <summary>Why none was written, or what to know about it; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>What the reader should know of the documents.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];
}

using System.Collections.Immutable;
using Assay.Evaluation.Judging;
using Assay.Evaluation.Questions;
using Assay.Judging;

namespace Assay.Evaluating;

/// <summary>A kept evaluation: what is needed to come to the same figures again without any model.</summary>
/// <param name="Manifest">What it was made of.</param>
/// <param name="Questions">The questions as they were then.</param>
/// <param name="Runs">The answers.</param>
public sealed record EvaluationRecord(EvaluationManifest Manifest, QuestionSet Questions, ImmutableArray<RecordedRun> Runs)
{
    /// <summary>What a judge found; empty without one.</summary>
    public ImmutableArray<RecordedJudgement> Judgements { get; init; } = [];

    /// <summary>What people say about the answers; empty without labels.</summary>
    public ImmutableArray<AnswerLabel> Labels { get; init; } = [];
}

/// <summary>The answers of one arm.</summary>
/// <param name="Arm">Name of the arm.</param>
/// <param name="Rows">One a question and repetition, ordered by repetition, then as the questions are.</param>
public sealed record RecordedRun(string Arm, ImmutableArray<RecordedAnswer> Rows);

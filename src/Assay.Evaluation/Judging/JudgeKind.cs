namespace Assay.Evaluation.Judging;

/// <summary>What a judge is asked; each has a prompt of its own.</summary>
public enum JudgeKind
{
    /// <summary>Do the passages together say what the answer claims?</summary>
    Faithfulness,

    /// <summary>Does the reference answer say what the answer claims?</summary>
    Correctness,

    /// <summary>Does the answer say what the reference answer claims?</summary>
    Completeness,

    /// <summary>Do the passages together say what the reference answer claims?</summary>
    ContextRecall,

    /// <summary>Is a passage of use for coming to what the reference answer claims?</summary>
    ContextPrecision,

    /// <summary>Does one passage, or those that a sentence cites, say so?</summary>
    Entailment,
}

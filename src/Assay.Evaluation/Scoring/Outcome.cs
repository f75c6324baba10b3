namespace Assay.Evaluation.Scoring;

/// <summary>What became of one question in one run. Every question has exactly one; none is dropped.</summary>
public enum Outcome
{
    /// <summary>Answered and scored.</summary>
    Scored,

    /// <summary>Declined to answer; scored as right on an unanswerable question and as 0 on an answerable one.</summary>
    Abstained,

    /// <summary>The measure does not apply to this question.</summary>
    NotApplicable,

    /// <summary>A judge was needed and failed; no score.</summary>
    JudgeFailed,

    /// <summary>The provider failed after all retries; no score.</summary>
    ProviderFailed,

    /// <summary>No complete answer within the time allowed; no score.</summary>
    TimedOut,

    /// <summary>The prompt did not fit the model's window; scored 0.</summary>
    OverContext,

    /// <summary>The answer is unusable (empty, cut off, not text); scored 0.</summary>
    Invalid,
}

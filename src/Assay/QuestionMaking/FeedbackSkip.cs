namespace Assay.QuestionMaking;

/// <summary>Why what was said of an answer makes no question.</summary>
public enum FeedbackSkip
{
    /// <summary>The answer was bad, and nobody said what it should have been.</summary>
    NoCorrection,

    /// <summary>The answer cites no document.</summary>
    NoDocuments,

    /// <summary>Question, answer or passages were taken out with a document that was forgotten or closed.</summary>
    Redacted,

    /// <summary>A document that is cited was changed since, or is gone.</summary>
    Changed,

    /// <summary>The set asks it already, or nearly.</summary>
    Repeated,
}

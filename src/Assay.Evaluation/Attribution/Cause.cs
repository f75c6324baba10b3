namespace Assay.Evaluation.Attribution;

/// <summary>Why an answer failed, in the order in which causes block it.</summary>
public enum Cause
{
    /// <summary>The search did not bring what answers the question.</summary>
    Retrieval,

    /// <summary>It was found and had no room, or the model was led astray by what stood beside it.</summary>
    Context,

    /// <summary>No page says it, or the model states something else with the page in view.</summary>
    Knowledge,

    /// <summary>The model declines with the answer in view, or answers what no page answers.</summary>
    Refusal,

    /// <summary>The answer is right and what goes with it is not: which fields, which label, escalation or not.</summary>
    Behaviour,

    /// <summary>The answer has not the form that is asked for, or was cut off.</summary>
    Format,

    /// <summary>What judges is wrong: it failed, or the question accepts something else than its page says.</summary>
    Judge,
}

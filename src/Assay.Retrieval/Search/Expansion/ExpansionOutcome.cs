namespace Assay.Retrieval.Search.Expansion;

/// <summary>What came of asking a model for variants of a question.</summary>
public enum ExpansionOutcome
{
    /// <summary>There are variants.</summary>
    Expanded,

    /// <summary>The model sees nothing to add: the question has one part, or the reply only repeats it.</summary>
    NothingToAdd,

    /// <summary>The reply is not what was asked for.</summary>
    BadReply,

    /// <summary>There was no reply in time.</summary>
    TimedOut,

    /// <summary>There is no reply for another reason.</summary>
    NoReply,

    /// <summary>Nobody was asked: measured on the project's questions, it does not pay.</summary>
    NotAsked,
}

namespace Assay.Evaluation.Questions.Making;

/// <summary>Why a draft did not become a question.</summary>
public enum MakingDrop
{
    /// <summary>It does not say what it is about, for somebody who does not see the page.</summary>
    Vague,

    /// <summary>The answer does not stand in the passage word for word.</summary>
    NotVerbatim,

    /// <summary>The question says its own answer.</summary>
    SaysAnswer,

    /// <summary>Nearly all its words stand in the sentence that answers it.</summary>
    Trivial,

    /// <summary>Another page answers it too.</summary>
    AnsweredElsewhere,

    /// <summary>Another passage gives another answer.</summary>
    Ambiguous,

    /// <summary>The documents may answer it after all.</summary>
    MayBeAnswerable,

    /// <summary>It repeats a question that was made or is there already.</summary>
    Duplicate,

    /// <summary>An example of the training data asks it.</summary>
    Leak,

    /// <summary>The model answers it without any passage.</summary>
    KnownAlone,

    /// <summary>The model, reading the passage, gives another answer.</summary>
    Disagreement,
}

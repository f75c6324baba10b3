namespace Assay.Tuning.Examples.Checks;

/// <summary>How a question of the evaluation stands in the training data.</summary>
public enum LeakKind
{
    /// <summary>Word for word, up to case, punctuation and white space.</summary>
    Exact,

    /// <summary>In nearly the same words.</summary>
    Near,

    /// <summary>An example is made from, or quotes, a document that answers the question.</summary>
    SameDocument,
}

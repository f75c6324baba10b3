namespace Assay.Tuning.Examples.Checks;

/// <summary>How two examples are alike.</summary>
public enum DuplicateKind
{
    /// <summary>The same messages, up to case, punctuation and white space.</summary>
    Exact,

    /// <summary>Nearly the same prompt and nearly the same answer.</summary>
    Near,

    /// <summary>The same meaning by an embedding model.</summary>
    Semantic,
}

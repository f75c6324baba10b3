namespace Assay.Retrieval.Tracing;

/// <summary>Where a term of a search came from.</summary>
public enum TermOrigin
{
    /// <summary>The user typed it.</summary>
    Query,

    /// <summary>A word the user typed is not in any document; this is the nearest that is.</summary>
    Spelling,

    /// <summary>It stands in the first results (pseudo-relevance feedback): text of documents, redacted with them.</summary>
    Feedback,

    /// <summary>A model or a list of synonyms added it.</summary>
    Expansion,
}

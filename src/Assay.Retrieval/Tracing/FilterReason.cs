namespace Assay.Retrieval.Tracing;

/// <summary>What a filter goes by.</summary>
public enum FilterReason
{
    /// <summary>Who asks may read only some documents. Ids and numbers of the others are never part of what the asker sees.</summary>
    Permission,

    /// <summary>The caller named the documents to search.</summary>
    Documents,
}

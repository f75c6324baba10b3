namespace Assay.Retrieval.Storage;

/// <summary>What happened to a document.</summary>
public enum JournalAction
{
    /// <summary>Stored for the first time.</summary>
    Added,

    /// <summary>Replaced by a newer version, or read again with other settings.</summary>
    Updated,

    /// <summary>Renamed without being read again.</summary>
    Moved,

    /// <summary>Removed because its file is gone.</summary>
    Deleted,

    /// <summary>Could not be read; a version stored before was removed.</summary>
    Failed,

    /// <summary>Given other permissions without being read again.</summary>
    Access,

    /// <summary>The tables were made anew by another version of Assay: all documents are read again.</summary>
    Upgraded,
}

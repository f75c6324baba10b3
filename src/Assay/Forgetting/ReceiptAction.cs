namespace Assay.Forgetting;

/// <summary>What was done to a place that held text of a document.</summary>
public enum ReceiptAction
{
    /// <summary>It is gone.</summary>
    Deleted,

    /// <summary>The text was taken out, the rest is kept.</summary>
    Redacted,

    /// <summary>It is the user's own file and was left alone: they must edit it.</summary>
    EditByYou,

    /// <summary>It stays and is not read any more.</summary>
    Excluded,
}

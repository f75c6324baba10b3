namespace Assay.Evaluation.Attribution;

/// <summary>How far what answers a question came on its way to the model.</summary>
public enum GoldPlace
{
    /// <summary>The question names no page.</summary>
    NotNamed,

    /// <summary>The page is not among what this asker can find: not stored, closed, or without text.</summary>
    NotIndexed,

    /// <summary>No search finds it, however deep.</summary>
    NotFound,

    /// <summary>It ranks below the passages that are handed over.</summary>
    BelowCut,

    /// <summary>It was found and dropped from the context: no room, or something newer in its place.</summary>
    Dropped,

    /// <summary>The model had it in view.</summary>
    Present,

    /// <summary>The arm hands nothing over.</summary>
    NoSearch,
}

/// <summary>What retrieval did for one question.</summary>
/// <param name="Place">How far the page came.</param>
/// <param name="Rank">Rank of its best passage; null when it has none.</param>
/// <param name="HoldsAnswer">Whether an accepted answer stands in it word for word; null when that cannot be told.</param>
public readonly record struct GoldFacts(GoldPlace Place, int? Rank = null, bool? HoldsAnswer = null);

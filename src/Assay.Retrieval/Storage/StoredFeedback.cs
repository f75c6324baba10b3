namespace Assay.Retrieval.Storage;

/// <summary>What somebody said of an answer.</summary>
/// <param name="Trace">Number of the answer's trace.</param>
/// <param name="IsGood">Thumbs up or down.</param>
public sealed record StoredFeedback(long Trace, bool IsGood)
{
    /// <summary>What the answer should have been; empty when nothing was said.</summary>
    public string Answer { get; init; } = "";

    /// <summary>Anything else that was said; may be empty.</summary>
    public string Note { get; init; } = "";

    /// <summary>When it was said, UTC; given by the store.</summary>
    public DateTimeOffset Time { get; init; }
}

namespace Assay.Tuning.Examples.Checks;

/// <summary>When examples count as alike.</summary>
public sealed record DuplicateOptions
{
    /// <summary>Least similarity of two prompts and of their answers, by words and pairs of words.</summary>
    /// <value>Default 0.65; above 0 to 1. 0.1 less for prompts of up to six words. Below 0.55 pairs begin to be missed.</value>
    public double LeastSimilarity { get; init; } = 0.65;

    /// <summary>In how many different rows a sentence or line must stand to count as a frame (passages, a schema) and not as what the row asks.</summary>
    /// <value>Default 3; at least 2.</value>
    public int FrameRows { get; init; } = 3;

    internal void Check()
    {
        if (!(LeastSimilarity is > 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(LeastSimilarity), LeastSimilarity, "Above 0, at most 1.");
        ArgumentOutOfRangeException.ThrowIfLessThan(FrameRows, 2);
    }
}

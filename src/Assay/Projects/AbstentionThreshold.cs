namespace Assay.Projects;

/// <summary>Below which probability of being answerable no answer is given.</summary>
/// <param name="IsOn">Whether answers are withheld at all.</param>
/// <param name="Probability">Above 0 and below 1; null for the fitted threshold.</param>
public readonly record struct AbstentionThreshold(bool IsOn, double? Probability)
{
    /// <summary>Every question is answered.</summary>
    public static AbstentionThreshold Off => default;

    /// <summary>The threshold that <c>assay eval answerability</c> fitted.</summary>
    public static AbstentionThreshold Auto => new(IsOn: true, null);
}

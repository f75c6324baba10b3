namespace Assay.Comparing;

/// <summary>Two arms on the same questions.</summary>
/// <param name="A">First arm.</param>
/// <param name="B">Second arm.</param>
/// <param name="N">Questions scored in both.</param>
/// <param name="Difference">Mean of score A minus score B.</param>
/// <param name="Low">Lower end of its 95% interval, by document.</param>
/// <param name="High">Upper end.</param>
/// <param name="Better">The better arm, or null when <paramref name="A"/> and <paramref name="B"/> are not told apart, counting all pairs of their family.</param>
public sealed record PairResult(string A, string B, int N, double Difference, double Low, double High, string? Better)
{
    /// <summary>Two-sided p-value of no difference.</summary>
    public double P { get; init; } = 1;

    /// <summary><see cref="P"/> adjusted over the pairs of the family (Holm): those of arms that may be shipped, or those with a reference arm.</summary>
    public double AdjustedP { get; init; } = 1;

    /// <summary>p-value of the permutation test by document, a second opinion that assumes no distribution; null above 5,000 documents.</summary>
    public double? PermutationP { get; init; }

    /// <summary>Mid-p-value of McNemar's test, which takes questions as independent; null unless both arms' scores are 0 or 1.</summary>
    public double? McNemarP { get; init; }

    /// <summary>Share of questions that one arm has right and the other wrong; null unless both arms' scores are 0 or 1.</summary>
    public double? Discordance { get; init; }

    /// <summary>Standard deviation of the differences; null below two questions.</summary>
    public double? StandardDeviation { get; init; }

    /// <summary>Documents (or questions without one) that the questions come from.</summary>
    public int Clusters { get; init; }

    /// <summary>Standard deviation of the number of questions a document, divided by its mean.</summary>
    public double SizeVariation { get; init; }

    /// <summary>Correlation of the differences of two questions about one document; null when no document has two.</summary>
    public double? Correlation { get; init; }

    /// <summary>How many times the variance of the difference is that of as many independent questions; null when nothing differs.</summary>
    public double? DesignEffect { get; init; }
}

using System.Collections.Immutable;

namespace Assay.Evaluation.Questions.Making;

/// <summary>How much of questions' words stands in the sentences that answer them.</summary>
/// <param name="Questions">How many questions.</param>
/// <param name="Mean">Mean share; null without a question.</param>
/// <param name="Counts">How many have a share in [0, 0.1), [0.1, 0.2), … [0.9, 1), and of exactly 1: eleven counts.</param>
public sealed record OverlapDistribution(int Questions, double? Mean, ImmutableArray<int> Counts)
{
    private const int Steps = 10;

    /// <summary>The distribution of shares.</summary>
    /// <param name="shares">Each 0 to 1.</param>
    /// <returns>The distribution.</returns>
    public static OverlapDistribution Of(IEnumerable<double> shares)
    {
        ArgumentNullException.ThrowIfNull(shares);
        double[] all = [.. shares];
        var counts = new int[Steps + 1];
        foreach (double share in all) counts[(int)((Math.Clamp(share, 0, 1) * Steps) + 1e-9)]++;
        return new OverlapDistribution(all.Length, all.Length == 0 ? null : all.Average(), [.. counts]);
    }
}

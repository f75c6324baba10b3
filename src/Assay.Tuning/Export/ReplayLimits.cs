using Assay.Models.Weights;

namespace Assay.Tuning.Export;

/// <summary>How far an exported model may be from the one in memory.</summary>
/// <param name="MostDivergence">Greatest mean distance of next-token distributions of any prompt, in nats (Kullback-Leibler).</param>
/// <param name="LeastAgreement">Least share of greedy tokens that are the same, over all prompts.</param>
/// <param name="NearTie">A token does not count as another one where the model in memory thinks no more of its own than this, in nats: rounding decides between the two.</param>
public sealed record ReplayLimits(double MostDivergence, double LeastAgreement, double NearTie)
{
    /// <summary>The limits for a way to store weights: what its rounding explains, several times over.</summary>
    /// <param name="type">How the exported matrices are stored.</param>
    /// <returns>The limits.</returns>
    public static ReplayLimits For(WeightType type) => type switch
    {
        WeightType.F32 => new(1e-4, 1, 1e-3),
        WeightType.F16 => new(2e-3, 0.98, 0.02),
        WeightType.BF16 => new(0.02, 0.95, 0.1),
        _ => new(0.05, 0.9, 0.2),
    };
}

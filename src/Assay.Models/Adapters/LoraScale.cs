namespace Assay.Models.Adapters;

/// <summary>How strongly the product of two low-rank matrices counts.</summary>
/// <param name="Rank">Their common size, 1 or more.</param>
/// <param name="Alpha">What is divided by the rank; 0 switches the layer off.</param>
/// <param name="RankStabilized">Divides by the square root of the rank instead (rsLoRA).</param>
public readonly record struct LoraScale(int Rank, double Alpha, bool RankStabilized = false)
{
    /// <summary>What <c>B·A</c> is multiplied by: <c>alpha / rank</c>, or <c>alpha / √rank</c>.</summary>
    public double Factor => Alpha / (RankStabilized ? Math.Sqrt(Rank) : Rank);
}

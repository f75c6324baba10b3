namespace Assay.Tuning.Registry;

/// <summary>An adapter at one of the strengths that were tried before its version was written.</summary>
/// <param name="Strength">What all that it adds is multiplied with; 0 is the base model alone.</param>
/// <param name="HeldOutLoss">Mean loss of a learned token of held-out examples, in nats.</param>
/// <param name="Gain">How much lower the loss of a held-out example is than that of the base model; null when not known.</param>
/// <param name="Forgotten">How much the loss of a token of general texts rose, in nats; null when not known.</param>
/// <param name="MostForgotten">Upper end of its interval.</param>
/// <param name="IsWithinBudget">Whether that end is within the budget for forgetting.</param>
public sealed record TunedStrength(double Strength, double HeldOutLoss, double? Gain, double? Forgotten, double? MostForgotten, bool IsWithinBudget)
{
    /// <summary>Share of held-out answers that would be written token by token; null where the loss decided.</summary>
    public double? Exact { get; init; }
}

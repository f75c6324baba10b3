using Assay.Evaluation.Statistics;
using Assay.Tuning.Forgetting;

namespace Assay.Tuning.Strength;

/// <summary>An adapter at one strength.</summary>
/// <param name="Strength">What all that it adds is multiplied with: 0 is the base model alone, 1 the adapter as it was trained.</param>
/// <param name="HeldOutLoss">Mean loss of a learned token of the held-out examples, in nats.</param>
/// <param name="Gain">How much lower the loss of an example is than that of the base model; the mean over examples, with its interval.</param>
/// <param name="General">What became of general texts.</param>
public sealed record StrengthPoint(double Strength, double HeldOutLoss, DifferenceEstimate Gain, GeneralChange General)
{
    /// <summary>The user's own measure, the higher the better; null where there is none.</summary>
    public double? Score { get; init; }

    /// <summary>Whether forgetting is shown to be within the budget: the upper end of its interval is.</summary>
    public required bool IsWithinBudget { get; init; }
}

namespace Assay.Models.Training;

/// <summary>Chooses how much each token of a batch counts when the losses of all are known.</summary>
/// <param name="losses">Each token's own loss <c>-log p(target)</c>, 0 where it has no target.</param>
/// <param name="weights">Takes the weights, any finite number; 0 before.</param>
public delegate void TokenWeigher(ReadOnlySpan<float> losses, Span<float> weights);

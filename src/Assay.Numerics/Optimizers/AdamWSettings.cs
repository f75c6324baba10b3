namespace Assay.Numerics.Optimizers;

/// <summary>How AdamW changes parameters.</summary>
/// <param name="LearningRate">Size of a step; more than 0.</param>
/// <param name="Beta1">How slowly the mean of the gradients follows, 0 to below 1.</param>
/// <param name="Beta2">How slowly the mean of their squares follows, 0 to below 1.</param>
/// <param name="Epsilon">Added to the root of the mean square; more than 0.</param>
/// <param name="WeightDecay">Share of a parameter that is taken off in each step, times the learning rate; 0 or more.</param>
public readonly record struct AdamWSettings(double LearningRate, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8, double WeightDecay = 0.01);

namespace Assay.Tuning.Training;

/// <summary>What is known after a step.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">All steps.</param>
/// <param name="Loss">Mean loss of what the step learned, in nats.</param>
/// <param name="LearningRate">The step's learning rate.</param>
/// <param name="GradientNorm">Length of the gradient before it was shortened.</param>
/// <param name="Tokens">Tokens of the step.</param>
/// <param name="Learned">Tokens, pairs or passages that the loss is of.</param>
/// <param name="Seconds">Time that the step took.</param>
/// <param name="Evaluation">What an evaluation after the step gave; null where there was none.</param>
public sealed record TrainingProgress(long Step, long Steps, double Loss, double LearningRate, double GradientNorm, int Tokens, int Learned, double Seconds, TrainingEvaluation? Evaluation);

/// <summary>An evaluation in training.</summary>
/// <param name="Loss">Mean loss of what is held out, in nats.</param>
/// <param name="Score">The user's own measure; null where there is none.</param>
/// <param name="IsBest">Whether it is the best so far.</param>
public sealed record TrainingEvaluation(double Loss, double? Score, bool IsBest);

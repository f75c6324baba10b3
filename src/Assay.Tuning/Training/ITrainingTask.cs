using System.Collections.Immutable;
using Assay.Models.Training;

namespace Assay.Tuning.Training;

/// <summary>What is learned: the items, and how far the parameters are from them. <see cref="Trainer"/> knows neither models nor texts.</summary>
public interface ITrainingTask
{
    /// <summary>What training changes.</summary>
    ImmutableArray<Parameter> Parameters { get; }

    /// <summary>Number of items that are learned from.</summary>
    int Count { get; }

    /// <summary>Adds the slopes of the mean loss of some items to the gradients of the parameters.</summary>
    /// <param name="items">Which, from 0; one step's.</param>
    /// <param name="seedOfPart">What chooses what is dropped in each part that the items go through the model in.</param>
    /// <returns>The mean loss, and what was gone through.</returns>
    StepLoss Add(ImmutableArray<int> items, Func<int, ulong> seedOfPart);

    /// <summary>How good the parameters are on what is held out.</summary>
    /// <returns>Null when nothing is.</returns>
    HeldOut? Evaluate();

    /// <summary>One item by itself, to name what caused trouble.</summary>
    /// <param name="item">Which, from 0.</param>
    /// <returns>The line that it is of, from 1, and its loss.</returns>
    (int Line, double Loss) Alone(int item);
}

/// <summary>What a step's items gave.</summary>
/// <param name="Loss">The mean loss.</param>
/// <param name="Tokens">Tokens that went through the model.</param>
/// <param name="Learned">Tokens, pairs or passages that the loss is of.</param>
public readonly record struct StepLoss(double Loss, int Tokens, int Learned);

/// <summary>What an evaluation gave.</summary>
/// <param name="Loss">Mean loss of what is held out.</param>
/// <param name="Score">
/// How much of it the model gets right, 0 to 1: of texts the share that greedy decoding would write token by token, of searches the mean reciprocal rank of the passage that is looked for; null where
/// the task has no such measure.
/// </param>
public readonly record struct HeldOut(double Loss, double? Score = null)
{
    /// <summary>Whether this is better than another one.</summary>
    /// <param name="other">Null for none yet.</param>
    /// <param name="measure">What counts.</param>
    public bool IsBetterThan(HeldOut? other, TrainingMeasure measure) => other is not { } best
        || (measure == TrainingMeasure.Score && Score is { } mine && best.Score is { } theirs && mine != theirs ? mine > theirs : Loss < best.Loss);
}

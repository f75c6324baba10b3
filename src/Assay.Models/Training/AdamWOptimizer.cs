using System.Collections.Immutable;
using Assay.Numerics.Optimizers;
using Assay.Numerics.Parallel;

namespace Assay.Models.Training;

/// <summary>Changes parameters along their gradients by AdamW, and keeps the running means that this needs.</summary>
/// <param name="parameters">What is changed; those that do not decay are left out of weight decay.</param>
/// <param name="team">Who works on it.</param>
public sealed class AdamWOptimizer(ImmutableArray<Parameter> parameters, WorkerTeam team)
{
    private readonly ImmutableArray<Parameter> parameters = parameters;

    /// <summary>Steps done.</summary>
    public long Steps { get; private set; }

    /// <summary>The running mean of each parameter's gradient.</summary>
    public ImmutableArray<float[]> Means { get; } = [.. parameters.Select(p => new float[p.Values.Length])];

    /// <summary>The running mean of each gradient's square.</summary>
    public ImmutableArray<float[]> Squares { get; } = [.. parameters.Select(p => new float[p.Values.Length])];

    /// <summary>The length of all gradients together; infinite or not a number when one of them is.</summary>
    /// <returns>The root of the sum of their squares.</returns>
    public double Norm() => Math.Sqrt(parameters.Sum(p => GradientNorm.SquaredSum(p.Gradient, team)));

    /// <summary>One step; the gradients are 0 after it.</summary>
    /// <param name="settings">How.</param>
    /// <param name="factor">What gradients are multiplied with first: less than 1 where they are clipped.</param>
    public void Step(in AdamWSettings settings, float factor = 1)
    {
        Steps++;
        AdamWSettings flat = settings with { WeightDecay = 0 };
        for (int i = 0; i < parameters.Length; i++)
        {
            AdamW.StepAndClear(parameters[i].Values, parameters[i].Gradient, factor, Means[i], Squares[i], Steps, parameters[i].Decays ? settings : flat, team);
        }
    }

    /// <summary>Goes on from where a training was interrupted.</summary>
    /// <param name="steps">Steps done before.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 0.</exception>
    public void GoOnAfter(long steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        Steps = steps;
    }
}

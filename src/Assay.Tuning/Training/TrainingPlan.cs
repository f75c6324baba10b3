using System.Collections.Immutable;
using Assay.Models.Sampling;

namespace Assay.Tuning.Training;

/// <summary>Which items each step of a training sees, and how fast it learns: a function of their number, the options and the seed, so that it need not be kept.</summary>
public sealed class TrainingPlan
{
    private readonly int count;
    private readonly TrainingOptions options;
    private int[] order = [];
    private int orderOf = -1;

    /// <summary>A plan.</summary>
    /// <param name="count">Number of items; 1 or more.</param>
    /// <param name="options">How.</param>
    public TrainingPlan(int count, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        (this.count, this.options) = (count, options);
        StepsPerEpoch = (count + options.BatchSize - 1) / options.BatchSize;
        Steps = Math.Max(1, (long)Math.Ceiling(options.Epochs * StepsPerEpoch));
    }

    /// <summary>Steps in which every item is seen once.</summary>
    public int StepsPerEpoch { get; }

    /// <summary>All steps.</summary>
    public long Steps { get; }

    /// <summary>Whether there is an evaluation after a step.</summary>
    /// <param name="step">Steps done.</param>
    internal bool IsEvaluated(long step) => step % Math.Max(1, StepsPerEpoch / options.EvaluationsPerEpoch) == 0 || step == Steps;

    /// <summary>The items of a step.</summary>
    /// <param name="step">From 0.</param>
    public ImmutableArray<int> ItemsOf(long step)
    {
        int epoch = (int)(step / StepsPerEpoch), at = (int)(step % StepsPerEpoch) * options.BatchSize;
        if (options.InOrder) return [.. Enumerable.Range(at, Math.Min(options.BatchSize, count - at))];
        Order(epoch);
        return [.. order.AsSpan(at, Math.Min(options.BatchSize, count - at))];
    }

    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">From 0.</param>
    public double RateOf(long step)
    {
        double warm = options.WarmUpSteps > 0 ? options.WarmUpSteps : Math.Ceiling(options.WarmUp * Steps);
        if (step < warm) return options.LearningRate * (step + 1) / warm;
        if (options.Schedule == RateSchedule.StableThenLine) return options.LearningRate * Math.Min(1, (Steps - step) / (options.DecaySteps + 1.0));
        if (options.Schedule == RateSchedule.Constant || Steps <= warm) return options.LearningRate;
        double done = (step - warm) / Math.Max(1, Steps - 1 - warm);
        return options.LearningRate * (0.1 + (0.9 * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, done)))));
    }

    /// <summary>Chooses what a step drops in one of its parts.</summary>
    internal ulong SeedOf(long step, int part) => new Xoshiro256(options.Seed ^ ((ulong)step << 20) ^ (ulong)part).Next();

    private void Order(int epoch)
    {
        if (orderOf == epoch) return;
        order = [.. Enumerable.Range(0, count)];
        var random = new Xoshiro256(options.Seed ^ ((ulong)(epoch + 1) << 40));
        for (int i = order.Length - 1; i > 0; i--)
        {
            int j = (int)(random.NextUnit() * (i + 1));
            (order[i], order[j]) = (order[j], order[i]);
        }

        orderOf = epoch;
    }
}

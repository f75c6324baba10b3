using System.Collections.Immutable;
using Assay.Models.Sampling;
using Assay.Models.Training;
using Assay.Tuning.Training;

namespace Assay.Tests.Tuning.Racing;

/// <summary>
/// Finds a point 1 away in 20 dimensions from noisy views of it. AdamW moves about a learning rate a step: with 60 steps along a cosine the point is out of reach below 0.02, and far above that
/// the noise is what is learned. Every item takes a second of the clock.
/// </summary>
internal sealed class TargetTask : ITrainingTask
{
    public const int Items = 96, HeldOutItems = 40, Width = 20;

    private readonly StepClock clock;
    private readonly Parameter point = new("point", [Width], decays: false);
    private readonly double secondsPerItem;

    public TargetTask(StepClock clock, double secondsPerItem = 1)
    {
        (this.clock, this.secondsPerItem) = (clock, secondsPerItem);
        Parameters = [point];
    }

    public ImmutableArray<Parameter> Parameters { get; }

    public int Count => Items;

    public StepLoss Add(ImmutableArray<int> items, Func<int, ulong> seedOfPart)
    {
        double loss = 0;
        foreach (int item in items)
        {
            for (int i = 0; i < Width; i++)
            {
                double off = point.Values[i] - View(item, i);
                loss += off * off / items.Length;
                point.Gradient[i] += (float)(2 * off / items.Length);
            }
        }

        clock.Pass(secondsPerItem * items.Length);
        return new StepLoss(loss, items.Length, items.Length);
    }

    public HeldOut? Evaluate() => new HeldOut(Losses().Average());

    public ImmutableArray<double> Losses()
    {
        clock.Pass(2);
        return [.. Enumerable.Range(Items, HeldOutItems).Select(Loss)];
    }

    public (int Line, double Loss) Alone(int item) => (item + 1, Loss(item));

    private double Loss(int item) => Enumerable.Range(0, Width).Sum(i => (point.Values[i] - View(item, i)) * (point.Values[i] - View(item, i)));

    private static double View(int item, int i) => (i % 2 == 0 ? 1 : -1) + (0.8 * (new Xoshiro256((ulong)((item * Width) + i)).NextUnit() - 0.5));
}

using System.Collections.Immutable;
using Assay.Models.Sampling;
using Assay.Models.Training;
using Assay.Numerics.Layers.Losses;
using Assay.Tuning.Tokens;

namespace Assay.Tuning.Training;

/// <summary>Which examples each step of a training sees: a function of the examples, the options and the seed, so that it need not be kept.</summary>
internal sealed class TrainingPlan
{
    private readonly ImmutableArray<SupervisedText> texts;
    private readonly TrainingOptions options;
    private int[] order = [];
    private int orderOf = -1;

    /// <summary>A plan.</summary>
    /// <param name="texts">The examples; at least one.</param>
    /// <param name="options">How.</param>
    public TrainingPlan(ImmutableArray<SupervisedText> texts, TrainingOptions options)
    {
        (this.texts, this.options) = (texts, options);
        StepsPerEpoch = (texts.Length + options.BatchSize - 1) / options.BatchSize;
        Steps = Math.Max(1, (long)Math.Ceiling(options.Epochs * StepsPerEpoch));
    }

    /// <summary>Steps in which every example is seen once.</summary>
    public int StepsPerEpoch { get; }

    /// <summary>All steps.</summary>
    public long Steps { get; }

    /// <summary>The examples of a step.</summary>
    /// <param name="step">From 0.</param>
    public ImmutableArray<SupervisedText> TextsOf(long step)
    {
        int epoch = (int)(step / StepsPerEpoch), at = (int)(step % StepsPerEpoch) * options.BatchSize;
        Order(epoch);
        return [.. order.Skip(at).Take(options.BatchSize).Select(i => texts[i])];
    }

    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">From 0.</param>
    public double RateOf(long step)
    {
        double warm = Math.Ceiling(options.WarmUp * Steps);
        if (step < warm) return options.LearningRate * (step + 1) / warm;
        if (options.Schedule == RateSchedule.Constant || Steps <= warm) return options.LearningRate;
        double done = (step - warm) / Math.Max(1, Steps - 1 - warm);
        return options.LearningRate * (0.1 + (0.9 * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, done)))));
    }

    /// <summary>Chooses what a step drops in one of its parts.</summary>
    public ulong SeedOf(long step, int part) => new Xoshiro256(options.Seed ^ ((ulong)step << 20) ^ (ulong)part).Next();

    /// <summary>Examples packed into batches of limited length, in their order; one that is longer goes by itself.</summary>
    public static IEnumerable<TrainingBatch> Pack(IEnumerable<SupervisedText> some, int tokensAtOnce)
    {
        var pack = new List<SupervisedText>();
        int length = 0;
        foreach (SupervisedText text in some)
        {
            if (pack.Count > 0 && length + text.Tokens.Length > tokensAtOnce)
            {
                yield return Batch(pack);
                pack.Clear();
                length = 0;
            }

            pack.Add(text);
            length += text.Tokens.Length;
        }

        if (pack.Count > 0) yield return Batch(pack);
    }

    // The target of a token is the one behind it, where that is learned.
    private static TrainingBatch Batch(List<SupervisedText> pack)
    {
        int length = pack.Sum(t => t.Tokens.Length), at = 0;
        int[] tokens = new int[length], targets = new int[length];
        Array.Fill(targets, CrossEntropy.Ignored);
        foreach (SupervisedText text in pack)
        {
            text.Tokens.CopyTo(tokens, at);
            for (int i = 1; i < text.Tokens.Length; i++)
            {
                if (text.Learned[i]) targets[at + i - 1] = text.Tokens[i];
            }

            at += text.Tokens.Length;
        }

        return new TrainingBatch(tokens, targets, [], [.. pack.Select(t => t.Tokens.Length)]);
    }

    private void Order(int epoch)
    {
        if (orderOf == epoch) return;
        order = [.. Enumerable.Range(0, texts.Length)];
        var random = new Xoshiro256(options.Seed ^ ((ulong)(epoch + 1) << 40));
        for (int i = order.Length - 1; i > 0; i--)
        {
            int j = (int)(random.NextUnit() * (i + 1));
            (order[i], order[j]) = (order[j], order[i]);
        }

        orderOf = epoch;
    }
}

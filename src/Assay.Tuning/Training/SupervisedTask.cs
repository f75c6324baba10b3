using System.Collections.Immutable;
using Assay.Models.Training;
using Assay.Numerics.Parallel;
using Assay.Text;
using Assay.Tuning.Tokens;

namespace Assay.Tuning.Training;

/// <summary>A decoder that learns to say what the assistant says in conversations, or the whole of texts.</summary>
public sealed class SupervisedTask : ITrainingTask
{
    private readonly DecoderGradients gradients;
    private readonly IReadOnlyList<SupervisedText> texts;
    private readonly ImmutableArray<int> lines;
    private readonly TrainingBatch[] heldOut;
    private readonly TrainingOptions options;

    /// <summary>A task.</summary>
    /// <param name="decoder">What is trained; changed.</param>
    /// <param name="texts">What is learned from; may make each text when it is asked for, the same every time.</param>
    /// <param name="heldOut">What is evaluated on; empty for no evaluations.</param>
    /// <param name="options">Dropout, and how many tokens go through the model at once.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="InputException">There is nothing to learn.</exception>
    public SupervisedTask(TrainableDecoder decoder, IReadOnlyList<SupervisedText> texts, ImmutableArray<SupervisedText> heldOut, TrainingOptions options, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(options);
        if (texts.All(t => t.LearnedCount == 0)) throw new InputException(new Problem("examples", null, "there is nothing to learn: no example has text of the assistant that counts."));
        (this.texts, this.options) = (texts, options);
        gradients = new DecoderGradients(decoder, team) { Dropout = options.Dropout };
        Parameters = decoder.Parameters;
        lines = heldOut.IsDefaultOrEmpty ? [] : [.. heldOut.Select(t => t.Line)];
        this.heldOut = heldOut.IsDefaultOrEmpty ? [] : [.. TextPacker.Pack(heldOut, options.TokensAtOnce)];
    }

    /// <inheritdoc/>
    public ImmutableArray<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public int Count => texts.Count;

    /// <inheritdoc/>
    public StepLoss Add(ImmutableArray<int> items, Func<int, ulong> seedOfPart)
    {
        ArgumentNullException.ThrowIfNull(seedOfPart);
        SupervisedText[] step = [.. items.Select(i => texts[i])];
        TrainingBatch[] batches = [.. TextPacker.Pack(step, options.TokensAtOnce)];
        double divisor = Math.Max(1, batches.Sum(b => b.TotalWeight)), loss = 0;
        for (int part = 0; part < batches.Length; part++) loss += gradients.Add(batches[part], divisor, seedOfPart(part));
        return new StepLoss(loss, batches.Sum(b => b.Tokens.Length), step.Sum(t => t.LearnedCount));
    }

    /// <inheritdoc/>
    public HeldOut? Evaluate()
    {
        if (heldOut.Length == 0) return null;
        ImmutableArray<TextScore> scores = Scores();
        return new HeldOut(TextScore.Mean(scores), scores.Average(s => s.IsExact ? 1.0 : 0));
    }

    /// <summary>How good the parameters are on each text that is held out.</summary>
    /// <returns>One for each, in their order.</returns>
    public ImmutableArray<TextScore> Scores()
    {
        var scores = ImmutableArray.CreateBuilder<TextScore>(lines.Length);
        foreach (TrainingBatch batch in heldOut)
        {
            float[] losses = new float[batch.Tokens.Length];
            bool[] hits = new bool[batch.Tokens.Length];
            gradients.Loss(batch, losses, hits);
            int at = 0;
            foreach (int length in batch.Lengths)
            {
                scores.Add(TextScore.Of(lines[scores.Count], batch.Targets.AsSpan(at, length), losses.AsSpan(at, length), hits.AsSpan(at, length)));
                at += length;
            }
        }

        return scores.MoveToImmutable();
    }

    /// <inheritdoc/>
    public (int Line, double Loss) Alone(int item) => (texts[item].Line, gradients.Loss(TextPacker.Batch([texts[item]])));
}

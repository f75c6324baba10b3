using System.Collections.Immutable;
using Assay.Models.Training;
using Assay.Numerics.Parallel;
using Assay.Text;
using Assay.Tuning.Training;

namespace Assay.Tuning.Contrastive;

/// <summary>What a reranker is to get right.</summary>
public enum RerankLoss
{
    /// <summary>The passage that answers has the greatest score among those of its query: <c>-log softmax(scores)[positive]</c>.</summary>
    Listwise,

    /// <summary>Each pair by itself: <c>-log sigmoid(±score)</c>, the mean over all pairs.</summary>
    Binary,
}

/// <summary>A cross-encoder that learns to put the passage that answers a query before others.</summary>
/// <remarks>An item is a query, one passage that answers it and its negatives; all of them go through the model with the query. Examples without negatives are left out. Steps of any size fit, as in <see cref="ContrastiveTask"/>.</remarks>
public sealed class RerankTask : ITrainingTask
{
    private readonly Group[] groups, heldOut;
    private readonly RerankLoss kind;
    private readonly TextPasses passes;

    /// <summary>A task.</summary>
    /// <param name="reranker">What is trained; changed.</param>
    /// <param name="examples">What is learned from.</param>
    /// <param name="heldOut">What is evaluated on; empty for no evaluations.</param>
    /// <param name="options">The loss, negatives of an item at most, and how the model is trained.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="InputException">There is nothing to learn.</exception>
    public RerankTask(TrainableReranker reranker, ImmutableArray<ContrastiveExample> examples, ImmutableArray<ContrastiveExample> heldOut, (RerankLoss Loss, int Negatives, TrainingOptions Training) options, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(reranker);
        ArgumentNullException.ThrowIfNull(options.Training);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Negatives, 1);
        kind = options.Loss;
        groups = [.. Groups(reranker, examples, options.Negatives)];
        this.heldOut = [.. Groups(reranker, heldOut, options.Negatives)];
        if (groups.Length == 0) throw new InputException(new Problem("examples", null, "there is nothing to learn: no example has a query, a passage that answers it and one that does not. Give each example 'negatives', or have them mined."));
        TextGradients gradients = reranker.Gradients(team, options.Training.Dropout);
        Parameters = gradients.Parameters;
        passes = new TextPasses(gradients, options.Training.TokensAtOnce);
    }

    /// <inheritdoc/>
    public ImmutableArray<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public int Count => groups.Length;

    /// <inheritdoc/>
    public StepLoss Add(ImmutableArray<int> items, Func<int, ulong> seedOfPart)
    {
        ArgumentNullException.ThrowIfNull(seedOfPart);
        Group[] chosen = [.. items.Select(i => groups[i])];
        float[] scores = passes.Forward([.. chosen.SelectMany(g => g.Pairs)], seedOfPart), slopes = new float[scores.Length];
        double loss = Loss(chosen, scores, slopes);
        passes.Backward(slopes);
        return new StepLoss(loss, passes.Tokens, scores.Length);
    }

    /// <inheritdoc/>
    /// <remarks>Its score is <see cref="FoundPassages.ReciprocalRank"/>.</remarks>
    public HeldOut? Evaluate() => Measure() is { } found ? new HeldOut(found.Loss, found.ReciprocalRank) : null;

    /// <summary>How well held-out passages that answer are put before the negatives of their query.</summary>
    /// <returns>Null when nothing is held out.</returns>
    public FoundPassages? Measure()
    {
        if (heldOut.Length == 0) return null;
        float[] scores = passes.Forward([.. heldOut.SelectMany(g => g.Pairs)], null);
        List<int> ranks = [];
        int at = 0;
        foreach (Group group in heldOut)
        {
            float[] own = scores[at..(at + group.Pairs.Length)];
            ranks.Add(own.Count(s => s >= own[0]));
            at += own.Length;
        }

        return FoundPassages.Of(Loss(heldOut, scores, new float[scores.Length]), ranks);
    }

    /// <inheritdoc/>
    public (int Line, double Loss) Alone(int item)
    {
        float[] scores = passes.Forward(groups[item].Pairs, null);
        return (groups[item].Line, Loss([groups[item]], scores, new float[scores.Length]));
    }

    // The first pair of a group is the one that answers.
    private double Loss(Group[] chosen, float[] scores, float[] slopes) => Loss(kind, [.. chosen.Select(g => g.Pairs.Length)], scores, slopes);

    /// <summary>The loss of groups of scores, the first of each of which is to be the greatest.</summary>
    /// <param name="kind">Which loss.</param>
    /// <param name="lengths">Scores of each group.</param>
    /// <param name="scores">The scores.</param>
    /// <param name="slopes">The slopes along them are added to it.</param>
    internal static double Loss(RerankLoss kind, int[] lengths, float[] scores, float[] slopes)
    {
        double loss = 0;
        int at = 0;
        foreach (int length in lengths)
        {
            if (kind == RerankLoss.Listwise) loss += ContrastiveLoss.CrossEntropy(scores, slopes, [.. Enumerable.Range(at, length)], at, 1.0 / lengths.Length);
            for (int i = 0; i < length && kind == RerankLoss.Binary; i++)
            {
                double sign = i == 0 ? 1 : -1, margin = sign * scores[at + i];
                loss += (Math.Max(0, -margin) + Math.Log(1 + Math.Exp(-Math.Abs(margin)))) / scores.Length;
                slopes[at + i] += (float)(-sign / (1 + Math.Exp(margin)) / scores.Length);
            }

            at += length;
        }

        return loss;
    }

    private static IEnumerable<Group> Groups(TrainableReranker reranker, ImmutableArray<ContrastiveExample> examples, int negatives)
    {
        if (examples.IsDefaultOrEmpty) yield break;
        foreach (ContrastiveExample example in examples.Select(e => e.WithoutContradictions()).Where(e => e.Negatives.Length > 0))
        {
            TrainingText[] others = [.. example.Negatives.Distinct(StringComparer.Ordinal).Take(negatives).Select(n => reranker.Pair(example.Query, n))];
            foreach (string positive in example.Positives.Distinct(StringComparer.Ordinal)) yield return new Group(example.Line, [reranker.Pair(example.Query, positive), .. others]);
        }
    }

    private sealed record Group(int Line, TrainingText[] Pairs);
}

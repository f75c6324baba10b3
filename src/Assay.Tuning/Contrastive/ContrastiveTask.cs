using System.Collections.Immutable;
using Assay.Models.Encoders;
using Assay.Models.Training;
using Assay.Numerics.Parallel;
using Assay.Text;
using Assay.Tuning.Training;

namespace Assay.Tuning.Contrastive;

/// <summary>An embedder that learns which passage answers a query: those of the other queries of a step, and given ones that look alike, are what it must tell it from.</summary>
/// <remarks>A passage that answers a query besides the one it is to find is never counted against it, wherever in the examples that is said. Steps of any size fit: they go through the model in parts of <see cref="TrainingOptions.TokensAtOnce"/> tokens, with the gradient of the whole.</remarks>
public sealed class ContrastiveTask : ITrainingTask
{
    // Queries that are evaluated against each other's passages: a whole set would need a matrix of its square.
    private const int EvaluatedTogether = 256;

    private readonly SearchTexts texts;
    private readonly SearchPair[] pairs, heldOut;
    private readonly ContrastiveOptions options;
    private readonly TextPasses passes;
    private readonly ContrastiveLoss loss;

    /// <summary>A task.</summary>
    /// <param name="embedder">What is trained; changed.</param>
    /// <param name="examples">What is learned from; each of an example's positives makes an item of its own.</param>
    /// <param name="heldOut">What is evaluated on; empty for no evaluations.</param>
    /// <param name="options">The loss, and how the model is trained.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="InputException">There is nothing to learn, or a setting is outside its range.</exception>
    public ContrastiveTask(TrainableEmbedder embedder, ImmutableArray<ContrastiveExample> examples, ImmutableArray<ContrastiveExample> heldOut, (ContrastiveOptions Loss, TrainingOptions Training) options, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(embedder);
        ArgumentNullException.ThrowIfNull(options.Loss);
        ArgumentNullException.ThrowIfNull(options.Training);
        this.options = options.Loss;
        loss = new ContrastiveLoss(options.Loss, embedder.Dimensions, team);
        texts = new SearchTexts(query => embedder.Text(query, TextRole.Query), passage => embedder.Text(passage, TextRole.Passage));
        pairs = texts.Add(examples);
        this.heldOut = texts.Add(heldOut);
        if (pairs.Length == 0) throw SearchTexts.Nothing();
        TextGradients gradients = embedder.Gradients(team, options.Training.Dropout);
        Parameters = gradients.Parameters;
        passes = new TextPasses(gradients, options.Training.TokensAtOnce);
    }

    /// <inheritdoc/>
    public ImmutableArray<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public int Count => pairs.Length;

    /// <inheritdoc/>
    public StepLoss Add(ImmutableArray<int> items, Func<int, ulong> seedOfPart)
    {
        ArgumentNullException.ThrowIfNull(seedOfPart);
        (ContrastiveBatch batch, float[] vectors) = Forward([.. items.Select(i => pairs[i])], seedOfPart);
        float[] slopes = new float[vectors.Length];
        double mean = loss.Of(batch, vectors, slopes);
        passes.Backward(slopes);
        return new StepLoss(mean, passes.Tokens, items.Length);
    }

    /// <inheritdoc/>
    /// <remarks>Its score is <see cref="FoundPassages.ReciprocalRank"/>.</remarks>
    public HeldOut? Evaluate() => Measure() is { } found ? new HeldOut(found.Loss, found.ReciprocalRank) : null;

    /// <summary>How well the held-out queries find their passages, in groups of 256 with the passages of the group and their negatives.</summary>
    /// <returns>Null when nothing is held out.</returns>
    public FoundPassages? Measure()
    {
        if (heldOut.Length == 0) return null;
        double total = 0;
        List<int> ranks = [];
        foreach (SearchPair[] group in heldOut.Chunk(EvaluatedTogether))
        {
            (ContrastiveBatch batch, float[] vectors) = Forward(group, null);
            total += loss.Of(batch, vectors, []) * group.Length;
            ranks.AddRange(loss.Ranks(batch, vectors));
        }

        return FoundPassages.Of(total / heldOut.Length, ranks);
    }

    /// <inheritdoc/>
    public (int Line, double Loss) Alone(int item)
    {
        (ContrastiveBatch batch, float[] vectors) = Forward([pairs[item]], null);
        return (pairs[item].Line, loss.Of(batch, vectors, []));
    }

    private (ContrastiveBatch Batch, float[] Vectors) Forward(SearchPair[] group, Func<int, ulong>? seedOfPart)
    {
        (ContrastiveBatch batch, int[] passages) = Batch(group);
        return (batch, passes.Forward([.. group.Select(p => texts.Queries[p.Query]), .. passages.Select(p => texts.Passages[p])], seedOfPart));
    }

    // Every passage once, those that are looked for first.
    private (ContrastiveBatch Batch, int[] Passages) Batch(SearchPair[] group)
    {
        int[] passages = [.. group.Select(p => p.Positive).Concat(group.SelectMany(p => p.Negatives.Take(options.Negatives))).Distinct()];
        Dictionary<int, int> places = passages.Select((passage, place) => (passage, place)).ToDictionary(p => p.passage, p => p.place);
        int[] targets = [.. group.Select(p => places[p.Positive])];
        bool[] hidden = new bool[group.Length * passages.Length];
        for (int i = 0; i < group.Length; i++)
        {
            for (int j = 0; j < passages.Length; j++) hidden[(i * passages.Length) + j] = j != targets[i] && texts.Answers(group[i].Query, passages[j]);
        }

        return (new ContrastiveBatch(passages.Length, targets, hidden), passages);
    }
}

using Assay.Models.Decoders;
using Assay.Numerics.Layers.Embeddings;
using Assay.Numerics.Layers.Losses;
using Assay.Numerics.Matrices;
using Assay.Numerics.Parallel;

namespace Assay.Models.Training;

/// <summary>Both ends of a decoder in training: the table of tokens, and the last normalisation and matrix with the loss.</summary>
internal abstract class TrainedEnds
{
    /// <summary>The last normalisation.</summary>
    public abstract TrainedScale Norm { get; }

    /// <summary>The rows of tokens.</summary>
    public abstract void Embed(ReadOnlySpan<int> tokens, Span<float> x, WorkerTeam team);

    /// <summary>Whether slopes along the rows of tokens are wanted.</summary>
    public abstract bool EmbeddingIsTrained { get; }

    /// <summary>Adds the slopes along the rows of tokens to the table's gradient.</summary>
    public abstract void EmbedBackward(ReadOnlySpan<int> tokens, ReadOnlySpan<float> dx, WorkerTeam team);

    /// <summary>The mean loss, with each token's own and whether its target is the likeliest where that is wanted.</summary>
    public abstract double Loss(ReadOnlySpan<float> hidden, TrainingBatch batch, Span<float> losses, Span<bool> hits, WorkerTeam team);

    /// <summary>Losses divided by a divisor; slopes along the normalised rows and those along the last matrix when it is trained.</summary>
    public abstract double Backward(ReadOnlySpan<float> hidden, TrainingBatch batch, double divisor, Span<float> losses, Span<float> dhidden, WorkerTeam team);
}

/// <summary>The ends of a model that stays as it is.</summary>
internal sealed class FrozenEnds(DecoderModel model) : TrainedEnds
{
    private readonly IWeightMatrix embedding = model.Embedding, output = model.Output;

    public override TrainedScale Norm { get; } = new(model.OutputNorm, []);

    public override bool EmbeddingIsTrained => false;

    public override void Embed(ReadOnlySpan<int> tokens, Span<float> x, WorkerTeam team) => EmbeddingTable.Forward(embedding, tokens, x, team);

    public override void EmbedBackward(ReadOnlySpan<int> tokens, ReadOnlySpan<float> dx, WorkerTeam team)
    {
    }

    public override double Loss(ReadOnlySpan<float> hidden, TrainingBatch batch, Span<float> losses, Span<bool> hits, WorkerTeam team) =>
        CrossEntropy.Forward(new LossInputs(hidden, output, batch.Targets, batch.Weights) { Hits = hits }, losses, team);

    public override double Backward(ReadOnlySpan<float> hidden, TrainingBatch batch, double divisor, Span<float> losses, Span<float> dhidden, WorkerTeam team) =>
        CrossEntropy.ForwardBackward(new LossInputs(hidden, output, batch.Targets, batch.Weights) { Divisor = divisor }, losses, dhidden, [], team);
}

/// <summary>The ends of a model that is trained whole.</summary>
internal sealed class FullEnds(Parameter embedding, Parameter norm, Parameter output) : TrainedEnds
{
    private readonly int width = norm.Shape[0];

    public override TrainedScale Norm { get; } = new(norm);

    public override bool EmbeddingIsTrained => true;

    public override void Embed(ReadOnlySpan<int> tokens, Span<float> x, WorkerTeam team) => EmbeddingTable.Forward(embedding.Values, width, tokens, x, team);

    public override void EmbedBackward(ReadOnlySpan<int> tokens, ReadOnlySpan<float> dx, WorkerTeam team) => EmbeddingTable.Backward(tokens, width, dx, embedding.Gradient, team);

    public override double Loss(ReadOnlySpan<float> hidden, TrainingBatch batch, Span<float> losses, Span<bool> hits, WorkerTeam team) =>
        CrossEntropy.Forward(new LossInputs(hidden, output.Values, width, batch.Targets, batch.Weights) { Hits = hits }, losses, team);

    public override double Backward(ReadOnlySpan<float> hidden, TrainingBatch batch, double divisor, Span<float> losses, Span<float> dhidden, WorkerTeam team) =>
        CrossEntropy.ForwardBackward(new LossInputs(hidden, output.Values, width, batch.Targets, batch.Weights) { Divisor = divisor }, losses, dhidden, output.Gradient, team);
}

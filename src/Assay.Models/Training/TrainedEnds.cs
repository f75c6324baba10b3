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

    /// <summary>Losses divided by a divisor; slopes along the normalised rows when room is given, and those along the last matrix when it is trained.</summary>
    public abstract double Loss(ReadOnlySpan<float> hidden, ReadOnlySpan<int> targets, ReadOnlySpan<float> weights, double divisor, Span<float> losses, Span<float> dhidden, WorkerTeam team);
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

    public override double Loss(ReadOnlySpan<float> hidden, ReadOnlySpan<int> targets, ReadOnlySpan<float> weights, double divisor, Span<float> losses, Span<float> dhidden, WorkerTeam team)
    {
        var inputs = new LossInputs(hidden, output, targets, weights) { Divisor = divisor };
        return dhidden.IsEmpty ? CrossEntropy.Forward(inputs, losses, team) : CrossEntropy.ForwardBackward(inputs, losses, dhidden, [], team);
    }
}

/// <summary>The ends of a model that is trained whole.</summary>
internal sealed class FullEnds(Parameter embedding, Parameter norm, Parameter output) : TrainedEnds
{
    private readonly int width = norm.Shape[0];

    public override TrainedScale Norm { get; } = new(norm);

    public override bool EmbeddingIsTrained => true;

    public override void Embed(ReadOnlySpan<int> tokens, Span<float> x, WorkerTeam team) => EmbeddingTable.Forward(embedding.Values, width, tokens, x, team);

    public override void EmbedBackward(ReadOnlySpan<int> tokens, ReadOnlySpan<float> dx, WorkerTeam team) => EmbeddingTable.Backward(tokens, width, dx, embedding.Gradient, team);

    public override double Loss(ReadOnlySpan<float> hidden, ReadOnlySpan<int> targets, ReadOnlySpan<float> weights, double divisor, Span<float> losses, Span<float> dhidden, WorkerTeam team)
    {
        var inputs = new LossInputs(hidden, output.Values, width, targets, weights) { Divisor = divisor };
        return dhidden.IsEmpty ? CrossEntropy.Forward(inputs, losses, team) : CrossEntropy.ForwardBackward(inputs, losses, dhidden, output.Gradient, team);
    }
}

using Assay.Models.Adapters;
using Assay.Models.Configuration;
using Assay.Models.Weights;
using Assay.Numerics.Matrices;
using Assay.Numerics.Parallel;

namespace Assay.Models.Decoders;

/// <summary>Finds the tensors of a decoder in a file and makes its layers of them.</summary>
/// <param name="file">The weights.</param>
/// <param name="config">The architecture, which every shape is checked against.</param>
/// <param name="names">What the file calls them.</param>
/// <param name="precision">The form of the matrices.</param>
/// <param name="merged">What is added to the weights; null for nothing.</param>
internal sealed class DecoderLoader(WeightFile file, DecoderConfig config, DecoderNames names, WeightPrecision precision, LoraAdapter? merged)
{
    private readonly bool pairsAreSideBySide = names == DecoderNames.Gguf && HeadOrder.PairsAreSideBySide(config.Family);

    private int QueryWidth => config.Heads * config.HeadDim;

    private int KeyWidth => config.KeyValueHeads * config.HeadDim;

    /// <summary>Bytes that the model takes in memory.</summary>
    public long LengthBytes()
    {
        HashSet<string> changed = [.. LinearModule.Of(config).Where(m => merged?.Find(m.Part, m.Layer) is not null).Select(m => names.Weight(m.Part, m.Layer))];
        return file.Tensors.Where(t => t.Shape.Length == 2).Sum(t => WeightMatrices.LengthBytes(t, precision, changed.Contains(t.Name)));
    }

    /// <summary>The table of tokens, which with tied embeddings is the last matrix too.</summary>
    public IWeightMatrix Embedding() => WeightMatrices.Of(file.Require(names.Weight(DecoderPart.Embedding), config.VocabularySize, config.Width), precision, WorkerTeam.Shared);

    /// <summary>The last matrix of a model whose embeddings are not tied.</summary>
    public IWeightMatrix Output() => Matrix(DecoderPart.Output, 0, file.Require(names.Weight(DecoderPart.Output), config.VocabularySize, config.Width), null);

    /// <summary>Scale of the last normalisation.</summary>
    public float[] OutputNorm() => Vector(names.Weight(DecoderPart.OutputNorm), config.Width);

    /// <summary>A layer.</summary>
    public DecoderLayer Layer(int layer) => new()
    {
        AttentionNorm = Vector(names.Weight(DecoderPart.AttentionNorm, layer), config.Width),
        Query = Heads(DecoderPart.Query, layer, QueryWidth),
        Key = Heads(DecoderPart.Key, layer, KeyWidth),
        Value = Linear(DecoderPart.Value, layer, KeyWidth, config.Width, config.QueryKeyValueBias),
        QueryNorm = config.QueryKeyNorm ? Vector(names.Weight(DecoderPart.QueryNorm, layer), config.HeadDim) : null,
        KeyNorm = config.QueryKeyNorm ? Vector(names.Weight(DecoderPart.KeyNorm, layer), config.HeadDim) : null,
        AttentionOutput = Linear(DecoderPart.AttentionOutput, layer, config.Width, QueryWidth, config.OutputBias),
        FeedForwardNorm = Vector(names.Weight(DecoderPart.FeedForwardNorm, layer), config.Width),
        Gate = Linear(DecoderPart.Gate, layer, config.FeedForwardWidth, config.Width, config.FeedForwardBias),
        Up = Linear(DecoderPart.Up, layer, config.FeedForwardWidth, config.Width, config.FeedForwardBias),
        Down = Linear(DecoderPart.Down, layer, config.Width, config.FeedForwardWidth, config.FeedForwardBias),
    };

    private LinearLayer Heads(DecoderPart part, int layer, int outputs) => Linear(part, layer, outputs, config.Width, config.QueryKeyValueBias, pairsAreSideBySide ? row => HeadOrder.InFile(row, config.HeadDim) : null);

    private LinearLayer Linear(DecoderPart part, int layer, int outputs, int inputs, bool bias, Func<int, int>? order = null)
    {
        float[]? values = bias ? Vector(names.Bias(part, layer), outputs) : null;
        if (order is not null && values is not null) values = [.. Enumerable.Range(0, outputs).Select(row => values[order(row)])];
        return new LinearLayer(Matrix(part, layer, file.Require(names.Weight(part, layer), outputs, inputs), order), values);
    }

    private IWeightMatrix Matrix(DecoderPart part, int layer, WeightTensor tensor, Func<int, int>? order) => merged?.Find(part, layer) is { } lora
        ? WeightMatrices.Merged(tensor, precision, WorkerTeam.Shared, order, new LoraDelta(lora))
        : WeightMatrices.Of(tensor, precision, WorkerTeam.Shared, order);

    private float[] Vector(string name, int length) => file.Require(name, length).ToWeights();
}

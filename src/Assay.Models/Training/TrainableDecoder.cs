using System.Collections.Immutable;
using Assay.Models.Adapters;
using Assay.Models.Configuration;
using Assay.Models.Decoders;
using Assay.Models.Sampling;

namespace Assay.Models.Training;

/// <summary>A decoder in training: its frozen weights, and the parameters that change.</summary>
/// <remarks>For one trainer at a time. <see cref="DecoderGradients"/> takes batches through it.</remarks>
public sealed class TrainableDecoder
{
    private TrainableDecoder(DecoderConfig config, RotarySource rotary, TrainedEnds ends, TrainedLayer[] layers, ImmutableArray<Parameter> parameters) =>
        (Config, Rotary, Ends, Layers, Parameters) = (config, rotary, ends, layers, parameters);

    /// <summary>The architecture.</summary>
    public DecoderConfig Config { get; }

    /// <summary>Everything that training changes, first layer first.</summary>
    public ImmutableArray<Parameter> Parameters { get; }

    /// <summary>How positions turn queries and keys.</summary>
    internal RotarySource Rotary { get; }

    /// <summary>The table of tokens, the last normalisation and the last matrix.</summary>
    internal TrainedEnds Ends { get; }

    /// <summary>The layers, first to last.</summary>
    internal TrainedLayer[] Layers { get; }

    /// <summary>A model whose weights stay, with an addition of low rank to its linear layers.</summary>
    /// <param name="model">The frozen model; not disposed with this.</param>
    /// <param name="settings">Which layers, and how.</param>
    /// <param name="seed">Chooses the factors of the inputs; those of the results are 0.</param>
    /// <returns>A decoder that gives what the model gives until it is trained.</returns>
    /// <exception cref="Assay.Text.InputException">A setting is outside its range, or no layer is chosen.</exception>
    public static TrainableDecoder WithLora(DecoderModel model, LoraSettings settings, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(settings);
        settings.Check();
        var parameters = ImmutableArray.CreateBuilder<Parameter>();
        var random = new Xoshiro256(seed);
        Dictionary<(DecoderPart, int), LinearModule> modules = LinearModule.Of(model.Config).ToDictionary(m => (m.Part, m.Layer));
        ITrainedLinear Linear(LinearLayer layer, int number, DecoderPart part)
        {
            var frozen = new FrozenLinear(layer);
            LinearModule module = modules[(part, number)];
            if (settings.ScaleOf(module) is not { } scale) return frozen;
            var lora = new LoraLinear(frozen, module.Path, scale, settings.Dropout, (ulong)parameters.Count + 1);
            InitialWeights.Uniform(lora.A.Values, 1 / Math.Sqrt(frozen.Inputs), ref random);
            parameters.AddRange(lora.Parameters);
            return lora;
        }

        TrainedLayer[] layers = [.. Enumerable.Range(0, model.Config.Layers).Select(i => Frozen(model.Layers[i], (layer, part) => Linear(layer, i, part)))];
        if (parameters.Count == 0) throw LoraSettings.NothingChosen();
        return new TrainableDecoder(model.Config, new RotarySource(model), new FrozenEnds(model), layers, parameters.ToImmutable());
    }

    /// <summary>A model all of whose weights are trained, from random ones on.</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="seed">Chooses the weights: normal with deviation 0.02, in matrices that add to the residual stream divided by the root of their number (Radford and others 2019).</param>
    /// <returns>The decoder.</returns>
    public static TrainableDecoder Random(DecoderConfig config, ulong seed)
    {
        TrainableDecoder decoder = Full(config);
        var random = new Xoshiro256(seed);
        double residual = 0.02 / Math.Sqrt(2.0 * config.Layers);
        foreach (Parameter parameter in decoder.Parameters)
        {
            if (parameter.Name.EndsWith(".bias", StringComparison.Ordinal)) continue;
            if (!parameter.Decays) Array.Fill(parameter.Values, 1f);
            else InitialWeights.Normal(parameter.Values, parameter.Name.Contains("o_proj", StringComparison.Ordinal) || parameter.Name.Contains("down_proj", StringComparison.Ordinal) ? residual : 0.02, ref random);
        }

        return decoder;
    }

    /// <summary>A model all of whose weights are trained, from those of a model on.</summary>
    /// <param name="path">A folder as Hugging Face lays it out.</param>
    /// <returns>The decoder.</returns>
    /// <exception cref="Assay.Text.AssayException">The folder holds no model that can be trained.</exception>
    public static TrainableDecoder FromFolder(string path)
    {
        DecoderConfig config = DecoderConfigReader.Read(Path.Combine(path, "config.json"));
        using Weights.WeightFile file = Weights.WeightFile.Open(path);
        TrainableDecoder decoder = Full(config);
        foreach (Parameter parameter in decoder.Parameters) file.Require(parameter.Name, [.. parameter.Shape.Select(s => (long)s)]).ToArray().CopyTo(parameter.Values, 0);
        return decoder;
    }

    /// <summary>The low-rank additions as they are now, for models that run.</summary>
    /// <param name="name">What messages call the adapter.</param>
    /// <returns>A copy, which the caller disposes.</returns>
    /// <exception cref="InvalidOperationException">The model is trained whole.</exception>
    public LoraAdapter ToAdapter(string name)
    {
        LoraLayer[] layers = [.. Layers.SelectMany(l => l.Linears).OfType<LoraLinear>().Select(l => l.ToLayer())];
        return layers.Length == 0 ? throw new InvalidOperationException("A model that is trained whole has no adapter.") : new LoraAdapter(name, Config, layers);
    }

    /// <summary>A model of this architecture whose parameters are all 0.</summary>
    private static TrainableDecoder Full(DecoderConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var parameters = ImmutableArray.CreateBuilder<Parameter>();
        Parameter Add(string name, params ReadOnlySpan<int> shape)
        {
            parameters.Add(new Parameter(name, [.. shape], decays: shape.Length > 1));
            return parameters[^1];
        }

        ITrainedLinear Linear(DecoderPart part, int layer, int outputs, int inputs, bool bias) =>
            new FullLinear(Add(DecoderNames.HuggingFace.Weight(part, layer), outputs, inputs), bias ? Add(DecoderNames.HuggingFace.Bias(part, layer), outputs) : null);
        TrainedScale Scale(DecoderPart part, int layer, int width) => new(Add(DecoderNames.HuggingFace.Weight(part, layer), width));

        Parameter embedding = Add(DecoderNames.HuggingFace.Weight(DecoderPart.Embedding), config.VocabularySize, config.Width);
        int query = config.Heads * config.HeadDim, key = config.KeyValueHeads * config.HeadDim;
        TrainedLayer[] layers = [.. Enumerable.Range(0, config.Layers).Select(i => new TrainedLayer
        {
            AttentionNorm = Scale(DecoderPart.AttentionNorm, i, config.Width),
            Query = Linear(DecoderPart.Query, i, query, config.Width, config.QueryKeyValueBias),
            Key = Linear(DecoderPart.Key, i, key, config.Width, config.QueryKeyValueBias),
            Value = Linear(DecoderPart.Value, i, key, config.Width, config.QueryKeyValueBias),
            QueryNorm = config.QueryKeyNorm ? Scale(DecoderPart.QueryNorm, i, config.HeadDim) : null,
            KeyNorm = config.QueryKeyNorm ? Scale(DecoderPart.KeyNorm, i, config.HeadDim) : null,
            AttentionOutput = Linear(DecoderPart.AttentionOutput, i, config.Width, query, config.OutputBias),
            FeedForwardNorm = Scale(DecoderPart.FeedForwardNorm, i, config.Width),
            Gate = Linear(DecoderPart.Gate, i, config.FeedForwardWidth, config.Width, config.FeedForwardBias),
            Up = Linear(DecoderPart.Up, i, config.FeedForwardWidth, config.Width, config.FeedForwardBias),
            Down = Linear(DecoderPart.Down, i, config.Width, config.FeedForwardWidth, config.FeedForwardBias),
        })];
        Parameter norm = Add(DecoderNames.HuggingFace.Weight(DecoderPart.OutputNorm), config.Width);
        Parameter? output = config.TiedEmbeddings ? null : Add(DecoderNames.HuggingFace.Weight(DecoderPart.Output), config.VocabularySize, config.Width);
        return new TrainableDecoder(config, new RotarySource(config), new FullEnds(embedding, norm, output ?? embedding), layers, parameters.ToImmutable());
    }

    private static TrainedLayer Frozen(DecoderLayer layer, Func<LinearLayer, DecoderPart, ITrainedLinear> linear) => new()
    {
        AttentionNorm = new TrainedScale(layer.AttentionNorm, []),
        Query = linear(layer.Query, DecoderPart.Query),
        Key = linear(layer.Key, DecoderPart.Key),
        Value = linear(layer.Value, DecoderPart.Value),
        QueryNorm = layer.QueryNorm is { } query ? new TrainedScale(query, []) : null,
        KeyNorm = layer.KeyNorm is { } key ? new TrainedScale(key, []) : null,
        AttentionOutput = linear(layer.AttentionOutput, DecoderPart.AttentionOutput),
        FeedForwardNorm = new TrainedScale(layer.FeedForwardNorm, []),
        Gate = linear(layer.Gate, DecoderPart.Gate),
        Up = linear(layer.Up, DecoderPart.Up),
        Down = linear(layer.Down, DecoderPart.Down),
    };
}

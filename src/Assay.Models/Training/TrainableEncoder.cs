using System.Collections.Immutable;
using System.Globalization;
using Assay.Models.Configuration;
using Assay.Models.Encoders;
using Assay.Models.Sampling;
using Assay.Models.Weights;
using Assay.Numerics.Parallel;
using Assay.Text;

namespace Assay.Models.Training;

/// <summary>A BERT, RoBERTa or XLM-RoBERTa all of whose weights are trained, without what a task puts on top of it.</summary>
/// <remarks>For one trainer at a time. <see cref="EncoderGradients"/> takes texts through it and back.</remarks>
public sealed class TrainableEncoder : ITrainedTokens
{
    /// <summary>The table of tokens, after the prefix.</summary>
    internal const string WordTable = "embeddings.word_embeddings.weight";

    private TrainableEncoder(EncoderConfig config, EncoderNames names)
    {
        Config = config;
        var parameters = ImmutableArray.CreateBuilder<Parameter>();
        Parameter Add(string name, params ReadOnlySpan<int> shape)
        {
            parameters.Add(new Parameter(name, [.. shape], decays: shape.Length > 1));
            return parameters[^1];
        }

        FullLinear Linear(string name, int outputs, int inputs) => new(Add(name + ".weight", outputs, inputs), Add(name + ".bias", outputs));
        TrainedNorm Norm(string name) => new(Add(names.Scale(name), config.Width), Add(names.Shift(name), config.Width), config.NormEpsilon);
        int width = config.Width;
        Words = Add(names.Prefix + WordTable, config.VocabularySize, width);
        Positions = Add(names.Prefix + "embeddings.position_embeddings.weight", config.Positions, width);
        Types = Add(names.Prefix + "embeddings.token_type_embeddings.weight", config.TokenTypes, width);
        EmbeddingNorm = Norm(names.Prefix + "embeddings.LayerNorm");
        Layers = new TrainedEncoderLayer[config.Layers];
        for (int i = 0; i < Layers.Length; i++)
        {
            string at = string.Create(CultureInfo.InvariantCulture, $"{names.Prefix}encoder.layer.{i}.");
            Layers[i] = new TrainedEncoderLayer(
                Linear(at + "attention.self.query", width, width), Linear(at + "attention.self.key", width, width), Linear(at + "attention.self.value", width, width),
                Linear(at + "attention.output.dense", width, width), Norm(at + "attention.output.LayerNorm"),
                Linear(at + "intermediate.dense", config.FeedForwardWidth, width), Linear(at + "output.dense", width, config.FeedForwardWidth), Norm(at + "output.LayerNorm"));
        }

        Parameters = parameters.ToImmutable();
    }

    /// <summary>The architecture.</summary>
    public EncoderConfig Config { get; }

    /// <summary>Everything that training changes, first layer first.</summary>
    public ImmutableArray<Parameter> Parameters { get; }

    /// <inheritdoc/>
    int ITrainedTokens.Width => Config.Width;

    /// <summary>A row for every token.</summary>
    internal Parameter Words { get; }

    /// <summary>A row for every position.</summary>
    internal Parameter Positions { get; }

    /// <summary>A row for every type of token.</summary>
    internal Parameter Types { get; }

    /// <summary>Of what goes into the first layer.</summary>
    internal TrainedNorm EmbeddingNorm { get; }

    /// <summary>The layers, first to last.</summary>
    internal TrainedEncoderLayer[] Layers { get; }

    /// <summary>An encoder from the weights of a model on.</summary>
    /// <param name="path">A folder as Hugging Face lays it out.</param>
    /// <returns>The encoder; its parameters are named as in the file.</returns>
    /// <exception cref="AssayException">The folder holds no encoder that can be trained.</exception>
    public static TrainableEncoder FromFolder(string path)
    {
        EncoderConfig config = EncoderConfigReader.Read(Path.Combine(path, "config.json"));
        using WeightFile file = WeightFile.Open(path);
        return FromFile(path, config, file, null);
    }

    /// <summary>An encoder from random weights on.</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="seed">Chooses the weights: normal with deviation 0.02, as BERT's; scales are 1, biases and shifts 0.</param>
    /// <returns>The encoder.</returns>
    /// <exception cref="InputException">The architecture is one that is not trained.</exception>
    public static TrainableEncoder Random(EncoderConfig config, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(config);
        Require("config.json", config);
        var encoder = new TrainableEncoder(config, new EncoderNames("", IsOld: false));
        var random = new Xoshiro256(seed);
        foreach (Parameter parameter in encoder.Parameters)
        {
            if (parameter.Decays) InitialWeights.Normal(parameter.Values, EncoderNames.Deviation, ref random);
            else if (parameter.Name.EndsWith("LayerNorm.weight", StringComparison.Ordinal)) Array.Fill(parameter.Values, 1f);
        }

        return encoder;
    }

    /// <inheritdoc/>
    ITokenGradients ITrainedTokens.Gradients(WorkerTeam team, float dropout) => new EncoderGradients(this, team) { Dropout = dropout };

    /// <summary>The encoder of a file.</summary>
    /// <param name="path">Its folder.</param>
    /// <param name="config">The architecture.</param>
    /// <param name="file">The weights.</param>
    /// <param name="prefix">What its parameters' names begin with; null for as in the file.</param>
    internal static TrainableEncoder FromFile(string path, EncoderConfig config, WeightFile file, string? prefix)
    {
        Require(path, config);
        string stored = EncoderLoader.PrefixOf(file, WordTable);
        bool isOld = file.Find(stored + "embeddings.LayerNorm.gamma") is not null;
        var encoder = new TrainableEncoder(config, new EncoderNames(prefix ?? stored, isOld));
        foreach (Parameter parameter in encoder.Parameters) EncoderNames.Read(file, stored + parameter.Name[(prefix ?? stored).Length..], parameter);
        return encoder;
    }

    private static void Require(string path, EncoderConfig config)
    {
        if (!config.HasPositionTable) throw new InputException(new Problem(path, null, $"encoders of the family {config.Family} run, and are not trained: BERT, RoBERTa and XLM-RoBERTa are, and static tables. Choose a model of one of these."));
    }
}

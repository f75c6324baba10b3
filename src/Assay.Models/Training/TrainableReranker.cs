using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Assay.Models.Configuration;
using Assay.Models.Encoders;
using Assay.Models.Sampling;
using Assay.Models.Weights;
using Assay.Numerics.Parallel;
using Assay.Text;
using Assay.Text.Tokenizers;

namespace Assay.Models.Training;

/// <summary>A cross-encoder all of whose weights are trained: an encoder, and the two matrices that make one number of a query and a passage.</summary>
/// <remarks>For one trainer at a time. A plain encoder becomes a reranker with random matrices on top.</remarks>
public sealed class TrainableReranker
{
    private static readonly Pooling FirstToken = new([PoolingMode.First]);

    private readonly string folder;
    private readonly TrainableEncoder encoder;
    private readonly ITrainedVectorStep[] head;
    private readonly PairTokens tokens;
    private readonly bool isNew;

    private TrainableReranker(string folder, TrainableEncoder encoder, Parameter[] head, PairTokens tokens, bool isNew)
    {
        (this.folder, this.encoder, this.tokens, this.isNew) = (folder, encoder, tokens, isNew);
        this.head = [new TrainedDense(new FullLinear(head[0], head[1]), encoder.Config.Width, "Tanh"), new TrainedDense(new FullLinear(head[2], head[3]), 1, "Identity")];
        Parameters = [.. encoder.Parameters, .. head];
    }

    /// <summary>Everything that training changes.</summary>
    public ImmutableArray<Parameter> Parameters { get; }

    /// <summary>Whether the model was a plain encoder: until it is trained, its scores mean nothing.</summary>
    public bool BeganAsEncoder => isNew;

    /// <summary>Begins with the weights of a model.</summary>
    /// <param name="folder">A folder with <c>config.json</c>, <c>tokenizer.json</c> and safetensors files: of a classifier with one label, or of an encoder.</param>
    /// <param name="seed">Chooses the matrices on top where there are none.</param>
    /// <returns>The model; its files are not needed until it is written.</returns>
    /// <exception cref="AssayException">Something is missing, damaged, not supported or not trained.</exception>
    public static TrainableReranker FromFolder(string folder, ulong seed)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder)) throw new InputException(new Problem(folder, null, "expected the folder of a reranker or an encoder; there is none. Correct the path, or get one with `assay models pull hf:owner/name`."));
        ConfigFields fields = ConfigFields.Read(Path.Combine(folder, "config.json"));
        EncoderConfig config = EncoderConfigReader.Of(fields);
        Tokenizer tokenizer = ModelTokenizer.Load(folder);
        ModelTokenizer.Require(folder, tokenizer, config.VocabularySize);
        using WeightFile file = WeightFile.Open(folder);
        string prefix = config.Family == EncoderFamily.Roberta ? "roberta." : "bert.", output = config.Family == EncoderFamily.Roberta ? "classifier.out_proj" : "classifier";
        bool isNew = file.Find(output + ".weight") is not { Shape: [1, _] };
        string stored = EncoderLoader.PrefixOf(file, TrainableEncoder.WordTable);
        if (!isNew) prefix = stored;
        var encoder = TrainableEncoder.FromFile(folder, config, file, prefix);
        Parameter[] head = Head(config, output, prefix);
        var random = new Xoshiro256(seed);
        foreach (Parameter parameter in head)
        {
            // A plain BERT may have the first of the two matrices, from its own training.
            string name = parameter.Name.StartsWith(prefix, StringComparison.Ordinal) ? stored + parameter.Name[prefix.Length..] : parameter.Name;
            bool isPooler = name.StartsWith(stored + "pooler.", StringComparison.Ordinal);
            if (!isNew || (isPooler && file.Find(name) is not null)) EncoderNames.Read(file, name, parameter);
            else if (parameter.Decays) InitialWeights.Normal(parameter.Values, EncoderNames.Deviation, ref random);
        }

        int limit = Math.Min(ModelTokenizer.SavedLimit(folder) ?? int.MaxValue, config.MaxTokens);
        return new TrainableReranker(folder, encoder, head, new PairTokens(tokenizer, config, limit), isNew);
    }

    /// <summary>A pair as the model reads it.</summary>
    /// <param name="query">What somebody looks for.</param>
    /// <param name="passage">What was found.</param>
    /// <returns>The tokens of both, cut to what the model takes.</returns>
    public TrainingText Pair(string query, string passage)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(passage);
        return new TrainingText(tokens.Of(query, passage));
    }

    /// <summary>The memory of passes.</summary>
    /// <param name="team">Who works on it.</param>
    /// <param name="dropout">Share of what the tables and each half of a layer give that is dropped in training, 0 to below 1.</param>
    /// <returns>From pairs to scores and back.</returns>
    public TextGradients Gradients(WorkerTeam team, float dropout = 0) => new(encoder, FirstToken, head, team, dropout);

    /// <summary>Writes the model as it is now, as a classifier with one label, with the tokenizer of the one it began with.</summary>
    /// <param name="target">A folder, made if it is not there; not the one it began with.</param>
    /// <exception cref="AssayException">A file cannot be read or written.</exception>
    public void Write(string target)
    {
        EncoderFolder.CopySettings(folder, target, [""], "modules.json", "config_sentence_transformers.json");
        EncoderFolder.WriteConfig(Path.Combine(folder, "config.json"), Path.Combine(target, "config.json"), config =>
        {
            if (!isNew) return;
            string kind = encoder.Config.Family == EncoderFamily.Bert ? "Bert" : config["model_type"]?.GetValue<string>() == "roberta" ? "Roberta" : "XLMRoberta";
            config["architectures"] = new JsonArray(kind + "ForSequenceClassification");
            config["id2label"] = new JsonObject { ["0"] = "LABEL_0" };
            config["label2id"] = new JsonObject { ["LABEL_0"] = 0 };
        });
        EncoderFolder.WriteWeights(folder, target, Parameters.Select(p => new TrainedTensor(folder, p.Name, p)), alone: true);
    }

    private static Parameter[] Head(EncoderConfig config, string output, string prefix)
    {
        string dense = config.Family == EncoderFamily.Roberta ? "classifier.dense" : prefix + "pooler.dense";
        return
        [
            new Parameter(dense + ".weight", [config.Width, config.Width], decays: true), new Parameter(dense + ".bias", [config.Width], decays: false),
            new Parameter(output + ".weight", [1, config.Width], decays: true), new Parameter(output + ".bias", [1], decays: false),
        ];
    }
}

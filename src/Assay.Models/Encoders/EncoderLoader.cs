using System.Globalization;
using Assay.Models.Configuration;
using Assay.Models.Decoders;
using Assay.Models.Weights;
using Assay.Numerics.Matrices;
using Assay.Numerics.Parallel;

namespace Assay.Models.Encoders;

/// <summary>Finds the tensors of an encoder in a file, whatever task it was saved for, and makes its layers of them.</summary>
internal sealed class EncoderLoader
{
    private static readonly string[] BertPrefixes = ["", "bert.", "roberta.", "model."];

    private readonly WeightFile file;
    private readonly EncoderConfig config;
    private readonly WeightPrecision precision;
    private readonly string prefix;

    /// <summary>A loader.</summary>
    /// <param name="file">The weights.</param>
    /// <param name="config">The architecture, which every shape is checked against.</param>
    /// <param name="precision">The form of the matrices.</param>
    public EncoderLoader(WeightFile file, EncoderConfig config, WeightPrecision precision)
    {
        (this.file, this.config, this.precision) = (file, config, precision);
        TokenTable = IsModern ? "embeddings.tok_embeddings.weight" : "embeddings.word_embeddings.weight";
        prefix = PrefixOf(file, TokenTable);
    }

    private string TokenTable { get; }

    private bool IsModern => config.Family == EncoderFamily.ModernBert;

    /// <summary>What stands before the names of an encoder's tensors in a file.</summary>
    /// <param name="file">The weights.</param>
    /// <param name="tokenTable">A tensor that every encoder of the kind has.</param>
    public static string PrefixOf(WeightFile file, string tokenTable) => BertPrefixes.FirstOrDefault(p => file.Find(p + tokenTable) is not null) ?? "";

    /// <summary>Bytes that the model takes in memory.</summary>
    public long LengthBytes() => file.Tensors.Where(t => t.Shape.Length == 2).Sum(t => WeightMatrices.LengthBytes(t, precision));

    /// <summary>A row for every token.</summary>
    public IWeightMatrix Tokens() => Matrix(prefix + TokenTable, config.VocabularySize, config.Width);

    /// <summary>A row for every position; empty where positions turn queries and keys.</summary>
    public float[] Positions() => IsModern ? [] : file.Require(prefix + "embeddings.position_embeddings.weight", config.Positions, config.Width).ToWeights();

    /// <summary>A row for every type of token.</summary>
    public float[] Types() => IsModern ? [] : file.Require(prefix + "embeddings.token_type_embeddings.weight", config.TokenTypes, config.Width).ToWeights();

    /// <summary>Of what goes into the first layer.</summary>
    public NormLayer EmbeddingNorm() => Norm(prefix + (IsModern ? "embeddings.norm" : "embeddings.LayerNorm"));

    /// <summary>Of what comes out of the last layer; null where that is normalised already.</summary>
    public NormLayer? FinalNorm() => IsModern ? Norm(prefix + "final_norm") : null;

    /// <summary>A layer.</summary>
    public EncoderLayer Layer(int layer)
    {
        string number = layer.ToString(CultureInfo.InvariantCulture);
        return IsModern ? Modern($"{prefix}layers.{number}.", layer) : Bert($"{prefix}encoder.layer.{number}.");
    }

    /// <summary>The layer that BERT's classifiers see the first token through.</summary>
    public LinearLayer Pooler() => Linear(prefix + "pooler.dense", config.Width, config.Width, bias: true);

    /// <summary>A product that is not under the encoder's own prefix.</summary>
    public LinearLayer Linear(string name, int outputs, int inputs, bool bias) => new(Matrix(name + ".weight", outputs, inputs), bias ? file.Require(name + ".bias", outputs).ToWeights() : null);

    /// <summary>A normalisation, in the spelling of today or in the first one.</summary>
    public NormLayer Norm(string name)
    {
        bool old = file.Find(name + ".weight") is null && file.Find(name + ".gamma") is not null;
        return new NormLayer(file.Require(name + (old ? ".gamma" : ".weight"), config.Width).ToWeights(), config.NormBias ? file.Require(name + (old ? ".beta" : ".bias"), config.Width).ToWeights() : []);
    }

    private EncoderLayer Bert(string at)
    {
        LinearLayer Square(string name) => Linear(at + name, config.Width, config.Width, bias: true);
        return new EncoderLayer
        {
            QueryKeyValue = [Square("attention.self.query"), Square("attention.self.key"), Square("attention.self.value")],
            AttentionOutput = Square("attention.output.dense"),
            AttentionNorm = Norm(at + "attention.output.LayerNorm"),
            Inner = Linear(at + "intermediate.dense", config.FeedForwardWidth, config.Width, bias: true),
            Outer = Linear(at + "output.dense", config.Width, config.FeedForwardWidth, bias: true),
            FeedForwardNorm = Norm(at + "output.LayerNorm"),
        };
    }

    private EncoderLayer Modern(string at, int layer) => new()
    {
        QueryKeyValue = [Linear(at + "attn.Wqkv", 3 * config.Width, config.Width, config.AttentionBias)],
        AttentionOutput = Linear(at + "attn.Wo", config.Width, config.Width, config.AttentionBias),
        AttentionNorm = layer == 0 ? null : Norm(at + "attn_norm"),
        Inner = Linear(at + "mlp.Wi", 2 * config.FeedForwardWidth, config.Width, config.FeedForwardBias),
        Outer = Linear(at + "mlp.Wo", config.Width, config.FeedForwardWidth, config.FeedForwardBias),
        FeedForwardNorm = Norm(at + "mlp_norm"),
    };

    private IWeightMatrix Matrix(string name, int outputs, int inputs) => WeightMatrices.Of(file.Require(name, outputs, inputs), precision, WorkerTeam.Shared);
}

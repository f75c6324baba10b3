using System.Collections.Immutable;
using Assay.Numerics.Layers.Activations;
using Assay.Text;

namespace Assay.Models.Configuration;

/// <summary>Reads an encoder's <c>config.json</c> (Hugging Face transformers, the spellings of versions 4 and 5).</summary>
public static class EncoderConfigReader
{
    private static readonly Dictionary<string, EncoderFamily> Types = new(StringComparer.Ordinal)
    {
        ["bert"] = EncoderFamily.Bert,
        ["roberta"] = EncoderFamily.Roberta,
        ["xlm-roberta"] = EncoderFamily.Roberta,
        ["modernbert"] = EncoderFamily.ModernBert,
    };

    private static readonly (string Prefix, string Type)[] Architectures = [("Bert", "bert"), ("Roberta", "roberta"), ("XLMRoberta", "xlm-roberta"), ("ModernBert", "modernbert")];

    private static readonly string[] Tasks = ["Model", "ForMaskedLM", "ForPreTraining", "ForSequenceClassification", "ForTokenClassification", "ForQuestionAnswering"];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>What it says.</returns>
    /// <exception cref="InputException">It is missing or malformed, or the architecture is not one that Assay runs; the message has the reason.</exception>
    public static EncoderConfig Read(string path) => Of(ConfigFields.Read(path));

    internal static EncoderConfig Of(ConfigFields fields)
    {
        EncoderFamily family = Family(fields);
        RefuseWhatChangesTheSums(fields);
        int width = fields.RequiredCount("hidden_size", 1, 1 << 20), heads = fields.RequiredCount("num_attention_heads", 1, 1 << 16), layers = fields.RequiredCount("num_hidden_layers", 1, 10_000);
        if (width % heads != 0 || width / heads > 1024) throw fields.Refuse("hidden_size", $"expected a multiple of the {heads} attention heads, of at most 1024 values each; found {width}.");
        var config = new EncoderConfig
        {
            Family = family,
            VocabularySize = fields.RequiredCount("vocab_size", 1, 1 << 24),
            Width = width,
            FeedForwardWidth = fields.RequiredCount("intermediate_size", 1, 1 << 24),
            Layers = layers,
            Heads = heads,
            Positions = fields.Count("max_position_embeddings", 1, 1 << 24) ?? (family == EncoderFamily.ModernBert ? 8192 : 512),
            NormEpsilon = (float)(fields.Number(family == EncoderFamily.ModernBert ? "norm_eps" : "layer_norm_eps", 1e-30, 1) ?? (family == EncoderFamily.ModernBert ? 1e-5 : 1e-12)),
            Activation = Curve(fields, family == EncoderFamily.ModernBert ? "hidden_activation" : "hidden_act"),
            TokenTypes = family == EncoderFamily.ModernBert ? 0 : fields.Count("type_vocab_size", 1, 1 << 16) ?? 2,
            PadToken = fields.Count("pad_token_id", 0, 1 << 24) ?? (family == EncoderFamily.Roberta ? 1 : 0),
            Reaches = [.. Enumerable.Repeat(0, layers)],
        };
        if (config.MaxTokens < 1) throw fields.Refuse("max_position_embeddings", $"expected more than the {config.FirstPosition} that come before the first token (pad_token_id + 1); found {config.Positions}.");
        return family == EncoderFamily.ModernBert ? Modern(fields, config) : config;
    }

    private static EncoderFamily Family(ConfigFields fields)
    {
        string? architecture = fields.Texts("architectures").FirstOrDefault(), type = fields.Text("model_type");
        if (architecture is not null)
        {
            string? known = Architectures.FirstOrDefault(a => Tasks.Any(t => architecture == a.Prefix + t)).Type;
            if (known is null) throw Unsupported(fields, "architectures", architecture);
            type ??= known;
        }

        return type is not null && Types.TryGetValue(type, out EncoderFamily family) ? family : throw Unsupported(fields, "model_type", type ?? "nothing");
    }

    private static InputException Unsupported(ConfigFields fields, string field, string found) => fields.Refuse(
        field, $"'{found}' is not an encoder that Assay runs. It runs BertModel, RobertaModel, XLMRobertaModel and ModernBertModel, and classifiers made of them. Choose a model of one of these, or serve this one with an OpenAI-compatible server and name it as URL#NAME.");

    // A field that is passed over would give vectors that are wrong without a sign.
    private static void RefuseWhatChangesTheSums(ConfigFields fields)
    {
        if (fields.Text("position_embedding_type") is { } position && position != "absolute") throw fields.Refuse("position_embedding_type", $"expected absolute; found {position}, which is not supported.");
        if (fields.Flag("is_decoder", false)) throw fields.Refuse("is_decoder", "the model sees only what is before a token: it generates text and is not an encoder.");
        if (fields.Object("auto_map")?.Has("AutoModel") == true) throw fields.Refuse("auto_map", "the model is computed by Python code of its own, which Assay does not run. Choose a model whose code is that of transformers itself.");
        if (fields.Object("quantization_config") is { } packed) throw fields.Refuse("quantization_config", $"the weights are packed by '{packed.Text("quant_method") ?? "an unknown method"}', which Assay does not read. Take the unquantised model.");
    }

    private static Activation Curve(ConfigFields fields, string name) => fields.Text(name) switch
    {
        null or "gelu" => Activation.Gelu,
        "gelu_new" or "gelu_pytorch_tanh" => Activation.GeluTanh,
        "relu" => Activation.Relu,
        "silu" or "swish" => Activation.Silu,
        { } other => throw fields.Refuse(name, $"expected gelu, gelu_new, gelu_pytorch_tanh, relu or silu; found '{other}'."),
    };

    private static EncoderConfig Modern(ConfigFields fields, EncoderConfig config)
    {
        if (config.HeadDim % 2 != 0) throw fields.Refuse("hidden_size", $"expected heads with an even number of values, because positions turn pairs of them; found {config.HeadDim}.");
        ConfigFields? rotary = fields.Object("rope_parameters");
        string pooling = fields.Text("classifier_pooling") ?? "cls";
        if (pooling is not ("cls" or "mean")) throw fields.Refuse("classifier_pooling", $"expected cls or mean; found '{pooling}'.");
        double global = Theta(rotary?.Object("full_attention")) ?? fields.Number("global_rope_theta", 1, 1e12) ?? 160_000;
        double local = Theta(rotary?.Object("sliding_attention")) ?? fields.Number("local_rope_theta", 1, 1e12) ?? 10_000;
        return config with
        {
            AttentionBias = fields.Flag("attention_bias", false),
            FeedForwardBias = fields.Flag("mlp_bias", false),
            NormBias = fields.Flag("norm_bias", false),
            Reaches = Reaches(fields, config.Layers),
            GlobalRotary = new RotaryConfig(global),
            LocalRotary = new RotaryConfig(local),
            ClassifierActivation = Curve(fields, "classifier_activation"),
            ClassifierBias = fields.Flag("classifier_bias", false),
            ClassifierMean = pooling == "mean",
        };
    }

    private static double? Theta(ConfigFields? rotary)
    {
        if (rotary is null) return null;
        string? type = rotary.Text("rope_type");
        return type is null or "default" ? rotary.Number("rope_theta", 1, 1e12) : throw rotary.Refuse("rope_type", $"expected default; found '{type}', which encoders are not run with.");
    }

    // A window of 128 reaches 64 to either side.
    private static ImmutableArray<int> Reaches(ConfigFields fields, int layers)
    {
        int reach = Math.Max(1, (fields.Count("local_attention", 1, 1 << 24) ?? 128) / 2), every = fields.Count("global_attn_every_n_layers", 1, 10_000) ?? 3;
        ImmutableArray<string> types = fields.Texts("layer_types");
        if (types.IsEmpty) return [.. Enumerable.Range(0, layers).Select(layer => layer % every == 0 ? 0 : reach)];
        if (types.Length != layers) throw fields.Refuse("layer_types", $"expected one for each of the {layers} layers; found {types.Length}.");
        string? unknown = types.FirstOrDefault(t => t is not ("full_attention" or "sliding_attention"));
        return unknown is null ? [.. types.Select(t => t == "full_attention" ? 0 : reach)] : throw fields.Refuse("layer_types", $"expected full_attention or sliding_attention; found '{unknown}'.");
    }
}

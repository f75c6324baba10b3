using System.Collections.Immutable;
using Assay.Text;

namespace Assay.Models.Configuration;

/// <summary>Reads a decoder's <c>config.json</c> (Hugging Face transformers, the spellings of versions 4 and 5).</summary>
public static class DecoderConfigReader
{
    private const int Most = 1 << 20;

    private static readonly Dictionary<string, DecoderFamily> Families = new(StringComparer.Ordinal)
    {
        ["llama"] = DecoderFamily.Llama,
        ["mistral"] = DecoderFamily.Mistral,
        ["qwen2"] = DecoderFamily.Qwen2,
        ["qwen3"] = DecoderFamily.Qwen3,
    };

    private static readonly Dictionary<string, string> Architectures = new(StringComparer.Ordinal)
    {
        ["LlamaForCausalLM"] = "llama",
        ["MistralForCausalLM"] = "mistral",
        ["Qwen2ForCausalLM"] = "qwen2",
        ["Qwen3ForCausalLM"] = "qwen3",
    };

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>What it says.</returns>
    /// <exception cref="InputException">It is missing or malformed, or the architecture is not one that Assay runs; the message has the reason.</exception>
    public static DecoderConfig Read(string path) => Of(ConfigFields.Read(path));

    internal static DecoderConfig Of(ConfigFields fields)
    {
        DecoderFamily family = Family(fields);
        RefuseWhatChangesTheSums(fields);
        int width = fields.RequiredCount("hidden_size", 1, Most), heads = fields.RequiredCount("num_attention_heads", 1, Most);
        int keyValueHeads = fields.Count("num_key_value_heads", 1, heads) ?? heads, layers = fields.RequiredCount("num_hidden_layers", 1, 10_000);
        if (heads % keyValueHeads != 0) throw fields.Refuse("num_key_value_heads", $"expected a divisor of the {heads} attention heads; found {keyValueHeads}.");
        int? given = fields.Count("head_dim", 1, 4096);
        if (given is null && width % heads != 0) throw fields.Refuse("hidden_size", $"expected a multiple of the {heads} attention heads where 'head_dim' is not given; found {width}.");
        int headDim = given ?? width / heads;
        if (headDim % 2 != 0) throw fields.Refuse("head_dim", $"expected an even number, because positions turn pairs of values; found {headDim}.");
        bool attentionBias = fields.Flag("attention_bias", family == DecoderFamily.Qwen2);
        return new DecoderConfig
        {
            Family = family,
            VocabularySize = fields.RequiredCount("vocab_size", 1, 1 << 24),
            Width = width,
            FeedForwardWidth = fields.RequiredCount("intermediate_size", 1, 1 << 24),
            Layers = layers,
            Heads = heads,
            KeyValueHeads = keyValueHeads,
            HeadDim = headDim,
            MaxPositions = fields.Count("max_position_embeddings", 1, 1 << 30) ?? 2048,
            NormEpsilon = (float)(fields.Number("rms_norm_eps", 1e-30, 1) ?? 1e-6),
            Rotary = Rotary(fields),
            TiedEmbeddings = fields.Flag("tie_word_embeddings", false),
            QueryKeyValueBias = family == DecoderFamily.Qwen2 || attentionBias,
            OutputBias = family != DecoderFamily.Qwen2 && attentionBias,
            FeedForwardBias = fields.Flag("mlp_bias", false),
            QueryKeyNorm = family == DecoderFamily.Qwen3,
            Windows = Windows(fields, family, layers),
            BeginToken = fields.Count("bos_token_id", 0, 1 << 24),
            EndTokens = fields.Counts("eos_token_id"),
        };
    }

    private static DecoderFamily Family(ConfigFields fields)
    {
        string? type = fields.Text("model_type");
        string? architecture = fields.Texts("architectures").FirstOrDefault();
        if (architecture is not null && !Architectures.ContainsKey(architecture)) throw Unsupported(fields, "architectures", architecture);
        type ??= architecture is null ? null : Architectures[architecture];
        return type is not null && Families.TryGetValue(type, out DecoderFamily family) ? family : throw Unsupported(fields, "model_type", type ?? "nothing");
    }

    private static InputException Unsupported(ConfigFields fields, string field, string found) => fields.Refuse(
        field, $"'{found}' is not an architecture that Assay runs. It runs {string.Join(", ", Architectures.Keys.Order(StringComparer.Ordinal))} as chat models. Choose a model of one of these, or serve this one with an OpenAI-compatible server and name it as URL#NAME.");

    // A field that is passed over would give answers that are wrong without a sign.
    private static void RefuseWhatChangesTheSums(ConfigFields fields)
    {
        if (fields.Text("hidden_act") is { } activation && activation is not ("silu" or "swish")) throw fields.Refuse("hidden_act", $"expected silu; found {activation}, which no decoder that Assay runs uses.");
        if (fields.Number("partial_rotary_factor", 0, 1) is { } part && part != 1) throw fields.Refuse("partial_rotary_factor", $"expected 1; found {part}: heads turned in part are not supported.");
        if (fields.Object("quantization_config") is { } quantization)
        {
            throw fields.Refuse("quantization_config", $"the weights are packed by '{quantization.Text("quant_method") ?? "an unknown method"}', which Assay does not read. Take the unquantised model, or its GGUF file in Q8_0, Q4_0, Q4_K or Q6_K.");
        }
    }

    private static RotaryConfig Rotary(ConfigFields fields)
    {
        ConfigFields? parameters = fields.Object("rope_parameters"), scaling = parameters ?? fields.Object("rope_scaling");
        double theta = parameters?.Number("rope_theta", 1, 1e12) ?? fields.Number("rope_theta", 1, 1e12) ?? 10_000;
        string? type = scaling?.Text("rope_type") ?? scaling?.Text("type");
        string field = parameters is null ? "rope_scaling" : "rope_parameters";
        double Factor(string name, double least) => scaling!.Number(name, least, 1e6) ?? throw scaling.Refuse(name, $"missing; the scaling '{type}' needs it.");
        return type switch
        {
            null or "default" => new RotaryConfig(theta),
            "linear" => new RotaryConfig(theta, new RotaryScaling.Linear(Factor("factor", 1))),
            "llama3" => new RotaryConfig(theta, new RotaryScaling.Llama3(
                Factor("factor", 1), Factor("low_freq_factor", 1e-6), Factor("high_freq_factor", 1e-6), (int)Factor("original_max_position_embeddings", 1))),
            _ => throw fields.Refuse(field, $"the scaling '{type}' is not supported; default, linear and llama3 are. Without it positions beyond those of the training would be wrong without a sign."),
        };
    }

    private static ImmutableArray<int> Windows(ConfigFields fields, DecoderFamily family, int layers)
    {
        int window = fields.Count("sliding_window", 1, int.MaxValue - 1) ?? 0;
        ImmutableArray<string> types = fields.Texts("layer_types");
        if (!types.IsEmpty)
        {
            if (types.Length != layers) throw fields.Refuse("layer_types", $"expected one for each of the {layers} layers; found {types.Length}.");
            string? unknown = types.FirstOrDefault(t => t is not ("full_attention" or "sliding_attention"));
            if (unknown is not null) throw fields.Refuse("layer_types", $"expected full_attention or sliding_attention; found '{unknown}'.");
            if (window == 0 && types.Contains("sliding_attention")) throw fields.Refuse("sliding_window", "missing; 'layer_types' has sliding_attention.");
            return [.. types.Select(t => t == "sliding_attention" ? window : 0)];
        }

        if (family == DecoderFamily.Mistral) return [.. Enumerable.Repeat(window, layers)];
        if (!fields.Flag("use_sliding_window", false)) return [.. Enumerable.Repeat(0, layers)];

        // Qwen: the first layers see everything, the others a window.
        int whole = fields.Count("max_window_layers", 0, int.MaxValue) ?? layers;
        return [.. Enumerable.Range(0, layers).Select(layer => layer < whole ? 0 : window)];
    }
}

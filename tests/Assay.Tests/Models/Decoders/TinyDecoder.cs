using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Models.Configuration;
using Assay.Models.Weights;

namespace Assay.Tests.Models.Decoders;

/// <summary>A decoder of a few thousand random weights, written to a folder as Hugging Face does, and its weights for the reference.</summary>
internal sealed class TinyDecoder
{
    private readonly Random random;
    private readonly Dictionary<string, float[]> weights = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long[]> shapes = new(StringComparer.Ordinal);

    private TinyDecoder(DecoderConfig config, int seed)
    {
        Config = config;
        random = new Random(seed);
        int query = config.Heads * config.HeadDim, key = config.KeyValueHeads * config.HeadDim;
        Matrix("model.embed_tokens.weight", config.VocabularySize, config.Width, 1);
        if (!config.TiedEmbeddings) Matrix("lm_head.weight", config.VocabularySize, config.Width);
        Norm("model.norm.weight", config.Width);
        for (int layer = 0; layer < config.Layers; layer++)
        {
            string at = string.Create(CultureInfo.InvariantCulture, $"model.layers.{layer}.");
            Norm(at + "input_layernorm.weight", config.Width);
            Norm(at + "post_attention_layernorm.weight", config.Width);
            Linear(at + "self_attn.q_proj", query, config.Width, config.QueryKeyValueBias);
            Linear(at + "self_attn.k_proj", key, config.Width, config.QueryKeyValueBias);
            Linear(at + "self_attn.v_proj", key, config.Width, config.QueryKeyValueBias);
            Linear(at + "self_attn.o_proj", config.Width, query, config.OutputBias);
            Linear(at + "mlp.gate_proj", config.FeedForwardWidth, config.Width, config.FeedForwardBias);
            Linear(at + "mlp.up_proj", config.FeedForwardWidth, config.Width, config.FeedForwardBias);
            Linear(at + "mlp.down_proj", config.Width, config.FeedForwardWidth, config.FeedForwardBias);
            if (!config.QueryKeyNorm) continue;
            Norm(at + "self_attn.q_norm.weight", config.HeadDim);
            Norm(at + "self_attn.k_norm.weight", config.HeadDim);
        }
    }

    public DecoderConfig Config { get; }

    public float[] this[string name] => weights[name];

    /// <summary>Writes <c>config.json</c> and <c>model.safetensors</c> for a configuration, and gives the weights.</summary>
    public static TinyDecoder Write(string folder, string type, string more = "", int seed = 1)
    {
        JsonObject json = JsonNode.Parse("""
            {"vocab_size":53,"hidden_size":32,"intermediate_size":48,"num_hidden_layers":3,"num_attention_heads":4,"num_key_value_heads":2,
             "max_position_embeddings":400,"rms_norm_eps":1e-5,"rope_theta":10000.0}
            """)!.AsObject();
        json["model_type"] = type;
        foreach ((string name, JsonNode? value) in JsonNode.Parse("{" + more + "}")!.AsObject()) json[name] = value?.DeepClone();
        File.WriteAllText(Path.Combine(folder, "config.json"), json.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
        var model = new TinyDecoder(DecoderConfigReader.Read(Path.Combine(folder, "config.json")), seed);
        SafetensorsWriter.Write(Path.Combine(folder, "model.safetensors"), model.weights.Select(w => TensorDraft.Of(w.Key, [.. model.shapes[w.Key]], w.Value)));
        return model;
    }

    private void Linear(string name, int outputs, int inputs, bool bias)
    {
        Matrix(name + ".weight", outputs, inputs);
        if (bias) Add(name + ".bias", [outputs], _ => 0.5f * Normal());
    }

    private void Matrix(string name, int outputs, int inputs, double? scale = null) => Add(name, [outputs, inputs], _ => (float)(scale ?? 1.2 / Math.Sqrt(inputs)) * Normal());

    private void Norm(string name, int width) => Add(name, [width], _ => 1 + (0.2f * Normal()));

    private void Add(string name, long[] shape, Func<int, float> value)
    {
        shapes[name] = shape;
        weights[name] = [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(value)];
    }

    private float Normal() => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}

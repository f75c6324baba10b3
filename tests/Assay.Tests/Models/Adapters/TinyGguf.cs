using Assay.Models.Configuration;
using Assay.Models.Weights;
using Assay.Tests.Models.Decoders;

namespace Assay.Tests.Models.Adapters;

/// <summary>A tiny decoder as a GGUF file, converted here by hand.</summary>
internal static class TinyGguf
{
    /// <summary>Writes it; matrices in <paramref name="type"/>, vectors as floats.</summary>
    public static string Write(string path, TinyDecoder model, string architecture, WeightType type = WeightType.F32)
    {
        DecoderConfig c = model.Config;
        KeyValuePair<string, GgufValue> Value(string key, uint value) => new($"{architecture}.{key}", GgufValue.Of(value));
        KeyValuePair<string, GgufValue>[] values =
        [
            new("general.architecture", GgufValue.Of(architecture)), new("general.file_type", GgufValue.Of(7u)),
            Value("embedding_length", (uint)c.Width), Value("feed_forward_length", (uint)c.FeedForwardWidth), Value("block_count", (uint)c.Layers), Value("context_length", (uint)c.MaxPositions),
            Value("attention.head_count", (uint)c.Heads), Value("attention.head_count_kv", (uint)c.KeyValueHeads), Value("attention.key_length", (uint)c.HeadDim), Value("attention.value_length", (uint)c.HeadDim),
            new($"{architecture}.attention.layer_norm_rms_epsilon", GgufValue.Of(c.NormEpsilon)), new($"{architecture}.rope.freq_base", GgufValue.Of((float)c.Rotary.Theta)),
        ];
        var drafts = new List<TensorDraft>
        {
            Matrix("token_embd.weight", model["model.embed_tokens.weight"], c.Width), Matrix("output.weight", model["lm_head.weight"], c.Width), Vector("output_norm.weight", model["model.norm.weight"]),
        };
        for (int layer = 0; layer < c.Layers; layer++)
        {
            drafts.Add(Vector($"blk.{layer}.attn_norm.weight", model[$"model.layers.{layer}.input_layernorm.weight"]));
            drafts.Add(Vector($"blk.{layer}.ffn_norm.weight", model[$"model.layers.{layer}.post_attention_layernorm.weight"]));
            foreach (string module in TinyAdapter.Modules(c).Skip(7 * layer).Take(7))
            {
                float[] weights = model[module + ".weight"];
                int heads = module.EndsWith("q_proj", StringComparison.Ordinal) ? c.Heads : module.EndsWith("k_proj", StringComparison.Ordinal) ? c.KeyValueHeads : 0;
                int inputs = module.EndsWith("o_proj", StringComparison.Ordinal) ? c.Heads * c.HeadDim : module.EndsWith("down_proj", StringComparison.Ordinal) ? c.FeedForwardWidth : c.Width;
                if (architecture == "llama" && heads > 0) weights = TinyAdapter.Permuted(weights, inputs, heads);
                drafts.Add(Matrix(TinyAdapter.GgufName(module), weights, inputs));
                if (c.QueryKeyValueBias && module.Contains("self_attn", StringComparison.Ordinal) && !module.EndsWith("o_proj", StringComparison.Ordinal))
                    drafts.Add(Vector(TinyAdapter.GgufName(module).Replace(".weight", ".bias", StringComparison.Ordinal), model[module + ".bias"]));
            }
        }

        GgufWriter.Write(path, values, drafts);
        return path;

        TensorDraft Matrix(string name, float[] weights, int inputs) => TensorDraft.Of(name, [weights.Length / inputs, inputs], weights, type);
        static TensorDraft Vector(string name, float[] weights) => TensorDraft.Of(name, [weights.Length], weights);
    }
}

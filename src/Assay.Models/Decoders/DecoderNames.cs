using System.Globalization;

namespace Assay.Models.Decoders;

/// <summary>What a kind of file calls the tensors of a decoder.</summary>
/// <param name="names">Names without <c>.weight</c> or <c>.bias</c>; <c>{0}</c> is the number of the layer.</param>
internal sealed class DecoderNames(IReadOnlyDictionary<DecoderPart, string> names)
{
    /// <summary>Hugging Face transformers.</summary>
    public static DecoderNames HuggingFace { get; } = new(new Dictionary<DecoderPart, string>
    {
        [DecoderPart.Embedding] = "model.embed_tokens",
        [DecoderPart.AttentionNorm] = "model.layers.{0}.input_layernorm",
        [DecoderPart.Query] = "model.layers.{0}.self_attn.q_proj",
        [DecoderPart.Key] = "model.layers.{0}.self_attn.k_proj",
        [DecoderPart.Value] = "model.layers.{0}.self_attn.v_proj",
        [DecoderPart.QueryNorm] = "model.layers.{0}.self_attn.q_norm",
        [DecoderPart.KeyNorm] = "model.layers.{0}.self_attn.k_norm",
        [DecoderPart.AttentionOutput] = "model.layers.{0}.self_attn.o_proj",
        [DecoderPart.FeedForwardNorm] = "model.layers.{0}.post_attention_layernorm",
        [DecoderPart.Gate] = "model.layers.{0}.mlp.gate_proj",
        [DecoderPart.Up] = "model.layers.{0}.mlp.up_proj",
        [DecoderPart.Down] = "model.layers.{0}.mlp.down_proj",
        [DecoderPart.OutputNorm] = "model.norm",
        [DecoderPart.Output] = "lm_head",
    });

    /// <summary>GGUF files.</summary>
    public static DecoderNames Gguf { get; } = new(new Dictionary<DecoderPart, string>
    {
        [DecoderPart.Embedding] = "token_embd",
        [DecoderPart.AttentionNorm] = "blk.{0}.attn_norm",
        [DecoderPart.Query] = "blk.{0}.attn_q",
        [DecoderPart.Key] = "blk.{0}.attn_k",
        [DecoderPart.Value] = "blk.{0}.attn_v",
        [DecoderPart.QueryNorm] = "blk.{0}.attn_q_norm",
        [DecoderPart.KeyNorm] = "blk.{0}.attn_k_norm",
        [DecoderPart.AttentionOutput] = "blk.{0}.attn_output",
        [DecoderPart.FeedForwardNorm] = "blk.{0}.ffn_norm",
        [DecoderPart.Gate] = "blk.{0}.ffn_gate",
        [DecoderPart.Up] = "blk.{0}.ffn_up",
        [DecoderPart.Down] = "blk.{0}.ffn_down",
        [DecoderPart.OutputNorm] = "output_norm",
        [DecoderPart.Output] = "output",
    });

    /// <summary>The weights of a part.</summary>
    public string Weight(DecoderPart part, int layer = 0) => Module(part, layer) + ".weight";

    /// <summary>The bias of a part.</summary>
    public string Bias(DecoderPart part, int layer = 0) => Module(part, layer) + ".bias";

    /// <summary>The name of a part without what follows it.</summary>
    public string Module(DecoderPart part, int layer = 0) => names[part].Replace("{0}", layer.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}

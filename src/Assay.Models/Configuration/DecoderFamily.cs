namespace Assay.Models.Configuration;

/// <summary>Kinds of decoders that are alike in all but a few switches, which <see cref="DecoderConfig"/> holds.</summary>
public enum DecoderFamily
{
    /// <summary>Llama 2 and 3.x, SmolLM2 and what has their shape.</summary>
    Llama,

    /// <summary>Mistral: Llama with a window of attention.</summary>
    Mistral,

    /// <summary>Qwen 2 and 2.5: biases on queries, keys and values.</summary>
    Qwen2,

    /// <summary>Qwen 3: queries and keys are normalised head by head, no biases.</summary>
    Qwen3,
}

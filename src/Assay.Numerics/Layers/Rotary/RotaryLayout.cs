namespace Assay.Numerics.Layers.Rotary;

/// <summary>Which two values of a head turn together.</summary>
public enum RotaryLayout
{
    /// <summary>Value <c>i</c> with value <c>i + width/2</c>: Hugging Face models ("rotate half"), GGUF of Qwen and most others.</summary>
    Halves,

    /// <summary>Value <c>2i</c> with value <c>2i + 1</c>: the original paper, and GGUF of the Llama and Mistral family, whose query and key weights are reordered for it.</summary>
    Interleaved,
}

namespace Assay.Numerics.Layers.Activations;

/// <summary>The curves that feed-forward layers bend their values with.</summary>
public enum Activation
{
    /// <summary><c>x / (1 + e^-x)</c>, also called swish.</summary>
    Silu,

    /// <summary><c>x · Φ(x)</c> with the normal distribution itself: "gelu" in Hugging Face configurations.</summary>
    Gelu,

    /// <summary><c>x / (1 + e^-2u)</c> with <c>u = √(2/π) · (x + 0.044715 x³)</c>: "gelu_new" and "gelu_pytorch_tanh".</summary>
    GeluTanh,

    /// <summary><c>max(x, 0)</c>; its slope at 0 is taken as 0.</summary>
    Relu,
}

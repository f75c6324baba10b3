namespace Assay.Benchmarks.Encoders;

/// <summary>How a BERT is spelled for ONNX Runtime.</summary>
internal enum OnnxForm
{
    /// <summary>In operators of the standard, as PyTorch exports it: the runtime's own optimiser has to find what belongs together.</summary>
    Exported,

    /// <summary>In the runtime's fused operators, with <c>Attention</c>, as its tool for transformers writes it.</summary>
    Attention,

    /// <summary>The same with <c>MultiHeadAttention</c>, which on processors has a kernel that never holds all scores.</summary>
    MultiHead,
}

namespace Assay.Tuning.Export;

/// <summary>In what form a tuned model leaves Assay.</summary>
public enum ExportFormat
{
    /// <summary>The adapter as the folder that peft writes.</summary>
    Peft,

    /// <summary>The adapter as the GGUF file that llama.cpp reads beside a base model in GGUF.</summary>
    GgufAdapter,

    /// <summary>A whole model as a folder of Hugging Face, an adapter added to its weights.</summary>
    Safetensors,

    /// <summary>A whole model as a GGUF file, an adapter added to its weights.</summary>
    Gguf,
}

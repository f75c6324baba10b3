namespace Assay.Models.Hub;

/// <summary>What a stored model is for, as its files say.</summary>
public enum StoredModelKind
{
    /// <summary>Something else, or nobody can tell.</summary>
    Other,

    /// <summary>Writes text.</summary>
    Decoder,

    /// <summary>Turns text into vectors.</summary>
    Encoder,

    /// <summary>Says how well a passage matches a query.</summary>
    Reranker,

    /// <summary>One file with everything in it.</summary>
    Gguf,

    /// <summary>Changes another model (LoRA).</summary>
    Adapter,
}

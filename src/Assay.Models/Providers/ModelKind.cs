namespace Assay.Models.Providers;

/// <summary>Where a model of a project file comes from.</summary>
public enum ModelKind
{
    /// <summary>The built-in reader that quotes passages; no model is called.</summary>
    Extractive,

    /// <summary>OpenAI's service: <c>openai:NAME</c>.</summary>
    OpenAi,

    /// <summary>Anthropic's service: <c>anthropic:NAME</c>.</summary>
    Anthropic,

    /// <summary>Any server with OpenAI's chat completions: <c>http://host/v1#NAME</c>.</summary>
    OpenAiCompatible,

    /// <summary>Weights in a Hugging Face repository: <c>hf:owner/name</c>.</summary>
    HuggingFace,

    /// <summary>Weights in a folder.</summary>
    Folder,

    /// <summary>Weights that come with Assay: <c>assay-...</c>.</summary>
    Bundled,
}

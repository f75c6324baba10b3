using Assay.Text;

namespace Assay.Models.Generation;

/// <summary>A prompt is longer than the window of the model.</summary>
public sealed class ContextOverflowException : AssayException
{
    /// <summary>It is.</summary>
    /// <param name="promptTokens">Tokens of the prompt.</param>
    /// <param name="window">Tokens that the model can hold, the answer's included.</param>
    public ContextOverflowException(int promptTokens, int window)
        : base($"The prompt has {promptTokens} tokens; the model's window holds {window}, the answer included. Put less into the prompt (retrieval.contextTokens), or choose a model with a longer window.") =>
        (PromptTokens, Window) = (promptTokens, window);

    /// <summary>Tokens of the prompt.</summary>
    public int PromptTokens { get; }

    /// <summary>Tokens that the model can hold.</summary>
    public int Window { get; }
}

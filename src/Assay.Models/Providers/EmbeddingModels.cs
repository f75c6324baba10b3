using Assay.Text;
using Microsoft.Extensions.AI;

namespace Assay.Models.Providers;

/// <summary>Opens the embedding model that a <see cref="ModelReference"/> names.</summary>
public static class EmbeddingModels
{
    /// <summary>
    /// A generator for the model, with batches, repetition, time-outs and limits. Nothing is sent until it is used; its failures are
    /// <see cref="ProviderException"/>. Safe for concurrent use; the caller disposes it.
    /// </summary>
    /// <param name="model">The model: <c>openai:NAME</c> or <c>http://host/v1#NAME</c>.</param>
    /// <param name="options">Keys and limits; those of chat answers do not matter.</param>
    /// <param name="timeProvider">The clock of time-outs and pauses.</param>
    /// <returns>The generator; its answers carry the input tokens where the server counts them.</returns>
    /// <exception cref="AssayException">The model is of a kind without embeddings in this version, a key is missing, or a base address is unusable.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static IEmbeddingGenerator<string, Embedding<float>> Create(ModelReference model, ProviderOptions options, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeProvider);
        options.Validate();
        if (Refusal(model) is { } refusal)
            throw new AssayException(refusal);
        bool hosted = model.Kind == ModelKind.OpenAi;
        string variable = hosted ? ChatModels.OpenAiKey : ChatModels.ServerKey;
        string? key = hosted ? ChatModels.Key(options, variable, model) : options.Environment(variable) is { Length: > 0 } given ? given : null;
        Uri address = hosted ? ChatModels.BaseAddress(options, "OPENAI_BASE_URL", "https://api.openai.com/v1") : model.Endpoint!;
        ProviderErrors errors = new(hosted ? "OpenAI" : address.GetLeftPart(UriPartial.Authority), model.Name, variable, key);
        HttpClient http = ChatModels.Http(errors, options, key is not null, timeProvider);
        return new ResilientEmbeddingGenerator(new OpenAiEmbeddingGenerator(address, key, http, errors), options, errors, timeProvider);
    }

    /// <summary>Why a model cannot embed.</summary>
    /// <param name="model">The model.</param>
    /// <returns>A sentence for the user; null when it can be tried.</returns>
    public static string? Refusal(ModelReference model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Kind switch
        {
            ModelKind.OpenAi or ModelKind.OpenAiCompatible => null,
            ModelKind.Anthropic => $"'{model}' cannot embed: Anthropic offers no embedding models. Name one as openai:NAME or http://host/v1#NAME.",
            ModelKind.Extractive => "'extractive' is the built-in reader, not an embedding model. Name one as openai:NAME or http://host/v1#NAME, or remove the line to search by words.",
            _ => $"'{model}' cannot be run: this version embeds with OpenAI and OpenAI-compatible servers; local weights are not supported yet. " +
                "Serve them with vLLM, llama.cpp or Ollama and name them as http://host/v1#NAME.",
        };
    }
}

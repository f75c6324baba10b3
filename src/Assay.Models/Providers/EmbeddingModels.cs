using Assay.Models.Encoders;
using Assay.Models.Hub;
using Assay.Models.Local;
using Assay.Text;

namespace Assay.Models.Providers;

/// <summary>Opens the embedding model that a <see cref="ModelReference"/> names.</summary>
public static class EmbeddingModels
{
    /// <summary>
    /// Opens a model. Of a hosted one, with batches, repetition, time-outs and limits, nothing is sent until it is used, and its failures are
    /// <see cref="ProviderException"/>; a local one is loaded. Safe for concurrent use; the caller disposes it.
    /// </summary>
    /// <param name="model">The model: <c>openai:NAME</c>, <c>http://host/v1#NAME</c>, a folder, <c>hf:owner/name</c> or <c>assay-embed-en</c>.</param>
    /// <param name="options">Keys and limits; those of chat answers do not matter.</param>
    /// <param name="timeProvider">The clock of time-outs and pauses.</param>
    /// <returns>The model; its answers carry the input tokens where they are counted.</returns>
    /// <exception cref="AssayException">
    /// The model is of a kind without embeddings in this version, a key is missing, a base address is unusable; of a local one, something is missing, damaged, not supported, or too
    /// large for the memory that is free.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static EmbeddingModel Create(ModelReference model, ProviderOptions options, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeProvider);
        options.Validate();
        if (Refusal(model) is { } refusal)
            throw new AssayException(refusal);
        if (model.IsWeights)
            return Local(model, ModelPath.Of(model, options.Environment));
        bool hosted = model.Kind == ModelKind.OpenAi;
        string variable = hosted ? ChatModels.OpenAiKey : ChatModels.ServerKey;
        string? key = hosted ? ChatModels.Key(options, variable, model) : options.Environment(variable) is { Length: > 0 } given ? given : null;
        Uri address = hosted ? ChatModels.BaseAddress(options, "OPENAI_BASE_URL", "https://api.openai.com/v1") : model.Endpoint!;
        ProviderErrors errors = new(hosted ? "OpenAI" : address.GetLeftPart(UriPartial.Authority), model.Name, variable, key);
        HttpClient http = ChatModels.Http(errors, options, key is not null, timeProvider);
        return new EmbeddingModel(new ResilientEmbeddingGenerator(new OpenAiEmbeddingGenerator(address, key, http, errors), options, errors, timeProvider), model.ToString());
    }

    /// <summary>Why a model cannot embed, as far as its name tells.</summary>
    /// <param name="model">The model.</param>
    /// <returns>A sentence for the user; null when it can be tried.</returns>
    public static string? Refusal(ModelReference model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Kind switch
        {
            ModelKind.OpenAi or ModelKind.OpenAiCompatible or ModelKind.Folder or ModelKind.HuggingFace => null,
            ModelKind.Bundled => BundledModels.Refusal(model.Name) ?? (model.Name == BundledModels.Embedder ? null : $"'{model}' does not embed. The bundled embedder is {BundledModels.Embedder}."),
            ModelKind.Anthropic => $"'{model}' cannot embed: Anthropic offers no embedding models. {Forms}.",
            _ => $"'extractive' is the built-in reader, not an embedding model. {Forms}, or write none to search by words.",
        };
    }

    private const string Forms = "Name one as openai:NAME, http://host/v1#NAME, a folder such as ./models/my-embedder, or hf:owner/name after `assay models pull hf:owner/name`";

    private static EmbeddingModel Local(ModelReference model, string path)
    {
        if (Misfit(path) is { } misfit) throw new InputException(new Problem(path, null, misfit));
        string fingerprint = EncoderFingerprint.Of(path);
        return new EmbeddingModel(SentenceEmbedder.Open(path), ModelPath.NameOf(model), fingerprint, FusionHint.Read(path));
    }

    private static string? Misfit(string path) => ModelFolder.KindOf(path) switch
    {
        StoredModelKind.Decoder => "this is a chat model, which writes text and does not embed. Name it under 'model', and under 'embedder' an encoder such as a sentence-transformers folder.",
        StoredModelKind.Gguf => "embedders in GGUF files are not run. Name the folder of the same model with config.json, tokenizer.json and safetensors files, or serve this one with an OpenAI-compatible server and name it as URL#NAME.",
        StoredModelKind.Reranker => "this is a classifier over texts, not an embedder: its vectors would be of no use. Name it under 'reranker' if it scores pairs of query and passage, and under 'embedder' a sentence-transformers folder.",
        StoredModelKind.Adapter => "this is an adapter, which only changes another model. Name a whole model.",
        _ => null,
    };
}

using Assay.Models.Encoders;
using Assay.Models.Hub;
using Assay.Models.Local;
using Assay.Text;

namespace Assay.Models.Providers;

/// <summary>Opens the reranker that a <see cref="ModelReference"/> names.</summary>
public static class RerankModels
{
    /// <summary>Loads a reranker.</summary>
    /// <param name="model">A folder, <c>hf:owner/name</c> or <c>assay-rerank-en</c>.</param>
    /// <param name="options">The environment that says where stored models are.</param>
    /// <returns>The model; the caller disposes it.</returns>
    /// <exception cref="AssayException">The model is of a kind that does not rerank, or something is missing, damaged, not supported, or too large for the memory that is free.</exception>
    public static RerankingModel Open(ModelReference model, ProviderOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        if (Refusal(model) is { } refusal) throw new AssayException(refusal);
        string path = ModelPath.Of(model, options.Environment);
        if (Misfit(path) is { } misfit) throw new InputException(new Problem(path, null, misfit));
        string fingerprint = EncoderFingerprint.Of(path);
        return new RerankingModel(CrossEncoder.Open(path), ModelPath.NameOf(model), fingerprint);
    }

    /// <summary>Why a model cannot rerank, as far as its name tells.</summary>
    /// <param name="model">The model.</param>
    /// <returns>A sentence for the user; null when it can be tried.</returns>
    public static string? Refusal(ModelReference model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Kind == ModelKind.Bundled) return BundledModels.Refusal(model.Name) ?? (model.Name == BundledModels.Reranker ? null : $"'{model}' does not rerank. The bundled reranker is {BundledModels.Reranker}.");
        return model.IsWeights ? null : $"'{model}' cannot rerank: this version reranks with models of this machine. Name {BundledModels.Reranker}, a folder, or hf:owner/name after `assay models pull hf:owner/name`.";
    }

    private static string? Misfit(string path) => ModelFolder.KindOf(path) switch
    {
        StoredModelKind.Decoder or StoredModelKind.Gguf => "this is a chat model, which writes text and does not rerank. Name it under 'model', and under 'reranker' a classifier with one label that was trained on pairs of query and passage.",
        StoredModelKind.Encoder => "this is an embedder: an encoder without a classifier can embed, not rerank. Name it under 'embedder', and under 'reranker' a classifier with one label that was trained on pairs of query and passage.",
        StoredModelKind.Adapter => "this is an adapter, which only changes another model. Name a whole model.",
        _ => null,
    };
}

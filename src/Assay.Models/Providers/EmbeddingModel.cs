using Assay.Models.Encoders;
using Microsoft.Extensions.AI;

namespace Assay.Models.Providers;

/// <summary>An embedding model as a search uses it: one generator for what can be found and one for what somebody looks for, which models that were trained with prompts tell apart.</summary>
/// <remarks>Safe for concurrent use. A hosted model has one generator for both; a local one is loaded once.</remarks>
public sealed class EmbeddingModel : IDisposable
{
    private readonly IDisposable owned;

    internal EmbeddingModel(IEmbeddingGenerator<string, Embedding<float>> generator, string name)
    {
        (owned, Passages, Queries) = (generator, generator, generator);
        (Name, Identity) = (name, name);
    }

    internal EmbeddingModel(SentenceEmbedder embedder, string name, string fingerprint, FusionHint? fusion)
    {
        (owned, Local, Fusion) = (embedder, embedder, fusion);
        Passages = new LocalEmbeddingGenerator(embedder, name, ownsEmbedder: false) { Role = TextRole.Passage };
        Queries = new LocalEmbeddingGenerator(embedder, name, ownsEmbedder: false) { Role = TextRole.Query };
        (Name, Identity) = (name, "local " + fingerprint);
    }

    /// <summary>Makes vectors of passages.</summary>
    public IEmbeddingGenerator<string, Embedding<float>> Passages { get; }

    /// <summary>Makes vectors of queries.</summary>
    public IEmbeddingGenerator<string, Embedding<float>> Queries { get; }

    /// <summary>What messages call it.</summary>
    public string Name { get; }

    /// <summary>Names the model with everything its vectors depend on, as far as that can be known: of a local one a hash of its files' content. Vectors are kept under it.</summary>
    public string Identity { get; }

    /// <summary>The model where it runs here; null for a hosted one.</summary>
    public SentenceEmbedder? Local { get; }

    /// <summary>How much its results count beside those by words, as its folder says; null where it does not.</summary>
    public FusionHint? Fusion { get; }

    /// <inheritdoc/>
    public void Dispose() => owned.Dispose();
}

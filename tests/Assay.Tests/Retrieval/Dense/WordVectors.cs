using Microsoft.Extensions.AI;

namespace Assay.Tests.Retrieval.Dense;

/// <summary>An embedding model without a network: words thrown into places, so that texts with common words are near each other. Counts what it is asked.</summary>
internal sealed class WordVectors(int dimension = 48) : IEmbeddingGenerator<string, Embedding<float>>
{
    public List<string> Texts { get; } = [];

    /// <summary>Fails at the request of this number, counted from 0; negative for never.</summary>
    public int FailsAt { get; set; } = -1;

    public int Requests { get; private set; }

    public int Dimension { get; set; } = dimension;

    /// <summary>Words taken for others.</summary>
    public Dictionary<string, string> Synonyms { get; } = [];

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Requests++ == FailsAt) throw new Assay.Text.AssayException("The model is down.");
        string[] texts = [.. values];
        Texts.AddRange(texts);
        return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(texts.Select(t => new Embedding<float>(Of(t)))) { Usage = new UsageDetails { InputTokenCount = texts.Length } });
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    public float[] Of(string text)
    {
        var vector = new float[Dimension];
        foreach (string word in text.ToLowerInvariant().Split([' ', '\n', '.', ',', '?'], StringSplitOptions.RemoveEmptyEntries))
        {
            uint hash = 2166136261;
            foreach (char c in Synonyms.GetValueOrDefault(word, word)) hash = unchecked((hash ^ c) * 16777619);
            vector[hash % (uint)Dimension]++;
        }

        return vector;
    }
}

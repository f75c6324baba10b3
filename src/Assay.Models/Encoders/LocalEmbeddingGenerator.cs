using Assay.Text;
using Microsoft.Extensions.AI;

namespace Assay.Models.Encoders;

/// <summary>A local embedding model behind <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/>: alike to whoever asks a hosted one.</summary>
/// <remarks>The work is done by the calling thread and its team before the task is returned. Safe for concurrent use.</remarks>
/// <param name="embedder">The model; disposed with the generator when that owns it.</param>
/// <param name="name">What answers call it.</param>
/// <param name="ownsEmbedder">Whether the model is disposed with this generator; false where one for queries and one for passages share it.</param>
public sealed class LocalEmbeddingGenerator(SentenceEmbedder embedder, string name, bool ownsEmbedder = true) : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly EmbeddingGeneratorMetadata metadata = new("assay", null, name, embedder.Dimensions);

    /// <summary>What texts are to a search; chooses the prompt.</summary>
    /// <value>Default <see cref="TextRole.Plain"/>.</value>
    public TextRole Role { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Other dimensions than the model's are asked for.</exception>
    /// <exception cref="AssayException">A vector holds a value that is not a number.</exception>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (options?.Dimensions is { } wanted && wanted != embedder.Dimensions) throw new ArgumentException($"'{name}' gives vectors of {embedder.Dimensions} values, not of {wanted}.", nameof(options));
        cancellationToken.ThrowIfCancellationRequested();
        EmbeddedTexts made = embedder.Embed([.. values], Role, cancellationToken);
        if (made.Vectors.Any(v => !IsFinite(v.Span))) throw new AssayException($"The embedding model '{name}' gave a vector with a value that is not a number: its weights are damaged. Download the model again.");
        return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(made.Vectors.Select(v => new Embedding<float>(v) { ModelId = name }))
        {
            Usage = new UsageDetails { InputTokenCount = made.Tokens, TotalTokenCount = made.Tokens },
        });
    }

    private static bool IsFinite(ReadOnlySpan<float> vector)
    {
        foreach (float value in vector)
        {
            if (!float.IsFinite(value)) return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null : serviceType == typeof(EmbeddingGeneratorMetadata) ? metadata : serviceType == typeof(SentenceEmbedder) ? embedder : serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (ownsEmbedder) embedder.Dispose();
    }
}

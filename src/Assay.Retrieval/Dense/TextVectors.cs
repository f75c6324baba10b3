using System.Collections.Concurrent;
using System.Globalization;
using Assay.Retrieval.Storage;
using Assay.Text;
using Microsoft.Extensions.AI;

namespace Assay.Retrieval.Dense;

/// <summary>Vectors of what is searched for: each text is asked for once and remembered, also in the store where it keeps them.</summary>
/// <remarks>Safe to use from several threads at once.</remarks>
public sealed class TextVectors
{
    private const int MostTexts = 16_384, TextsPerRequest = 64;

    private readonly ConcurrentDictionary<string, QueryVector> known = new(StringComparer.Ordinal);
    private readonly IEmbeddingGenerator<string, Embedding<float>> model;
    private readonly QueryVectors? kept;
    private readonly TimeProvider time;

    internal TextVectors(IEmbeddingGenerator<string, Embedding<float>> model, QueryVectors? kept, TimeProvider time) => (this.model, this.kept, this.time) = (model, kept, time);

    /// <summary>Asks for the vectors of many texts at once, so that searches for them need not wait; those known are not asked for again.</summary>
    /// <param name="some">The texts.</param>
    /// <param name="cancellationToken">Gives up between requests; what was given is remembered.</param>
    /// <returns>When all have a vector.</returns>
    /// <exception cref="AssayException">The model failed, or the store cannot be written.</exception>
    public async Task EmbedAsync(IReadOnlyCollection<string> some, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(some);
        string[] unknown = [.. some.Where(q => !known.ContainsKey(q)).Distinct(StringComparer.Ordinal)];
        if (unknown.Length == 0) return;
        if (known.Count > MostTexts)
        {
            known.Clear();
            unknown = [.. some.Distinct(StringComparer.Ordinal)];
        }

        foreach ((string text, QueryVector vector) in kept?.Find(unknown) ?? []) known[text] = vector;
        foreach (string[] batch in unknown.Where(q => !known.ContainsKey(q)).Chunk(TextsPerRequest))
        {
            long started = time.GetTimestamp();
            GeneratedEmbeddings<Embedding<float>> made = await model.GenerateAsync(batch, null, cancellationToken).ConfigureAwait(false);
            if (made.Count != batch.Length) throw new AssayException(string.Create(CultureInfo.InvariantCulture, $"The embedding model{ModelNames.Of(model)} gave {made.Count} vectors for {batch.Length} texts. Check the model and its server."));
            double share = time.GetElapsedTime(started).TotalMilliseconds / batch.Length;
            (string Text, QueryVector Vector)[] vectors = [.. batch.Select((q, i) => (q, new QueryVector(made[i].Vector, share)))];
            kept?.Keep(vectors);
            foreach ((string text, QueryVector vector) in vectors) known[text] = vector;
        }
    }

    /// <summary>The vector of a text that was asked for before.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Null when it was not asked for.</returns>
    public ReadOnlyMemory<float>? Of(string text) => known.TryGetValue(text, out QueryVector vector) ? vector.Values : (ReadOnlyMemory<float>?)null;

    /// <summary>How long was waited for the vector of a text when it was made, its share of a request for many: part of what a search takes.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Milliseconds; 0 when it was not asked for.</returns>
    public double WaitedMs(string text) => known.TryGetValue(text, out QueryVector vector) ? vector.WaitedMs : 0;
}

/// <summary>What messages call an embedding model.</summary>
internal static class ModelNames
{
    /// <summary>Its name in quotes after a blank; empty when it has none.</summary>
    public static string Of(IEmbeddingGenerator<string, Embedding<float>> model) =>
        (model.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata)?.DefaultModelId is { Length: > 0 } name ? $" '{name}'" : "";
}

using Assay.Models.Decoders;
using Assay.Numerics.Parallel;
using Assay.Text;

namespace Assay.Models.Encoders;

/// <summary>An embedding model of this machine: from texts to vectors.</summary>
/// <remarks>
/// Runs sentence-transformers folders, plain encoders (the mean of the tokens) and static embedding models. Safe for concurrent use. With weights as floats a text's vector is the
/// same bit for bit whatever else is embedded with it, and always whatever the number of threads.
/// </remarks>
public sealed class SentenceEmbedder : IDisposable
{
    private readonly SentenceParts parts;
    private readonly PackedTexts packs;
    private readonly SentenceTokens tokens;

    private SentenceEmbedder(SentenceParts parts, WorkerTeam team)
    {
        this.parts = parts;
        packs = new PackedTexts(parts.Source, team);
        tokens = new SentenceTokens(parts);
    }

    /// <summary>Values of a vector.</summary>
    public int Dimensions => parts.Dimensions;

    /// <summary>Tokens that a text is cut to, special ones included; null for no limit.</summary>
    public int? MaxTokens => parts.MaxTokens;

    /// <summary>Memory that the weights take, in bytes.</summary>
    public long LengthBytes => parts.Source.LengthBytes;

    /// <summary>What the model wants before texts.</summary>
    public SentencePrompts Prompts => parts.Prompts;

    /// <summary>What had to be assumed because the folder does not say it, for the user; empty for nothing.</summary>
    public string Note => parts.Note;

    /// <summary>Loads a model.</summary>
    /// <param name="folder">A folder as sentence-transformers, transformers or model2vec lays it out.</param>
    /// <param name="precision">The form in which matrices are kept.</param>
    /// <param name="team">Who works on it; null for all processors.</param>
    /// <returns>The model.</returns>
    /// <exception cref="AssayException">Something is missing, damaged, not supported, or too large for the memory that is free.</exception>
    public static SentenceEmbedder Open(string folder, WeightPrecision precision = WeightPrecision.AsStored, WorkerTeam? team = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        using var reader = new SentenceFolder(folder, precision);
        return new SentenceEmbedder(reader.Read(), team ?? WorkerTeam.Shared);
    }

    /// <summary>The vectors of texts, in their order. A text that is too long is cut to <see cref="MaxTokens"/>.</summary>
    /// <param name="texts">The texts; one may be empty.</param>
    /// <param name="role">What they are to a search; chooses the prompt.</param>
    /// <param name="cancellationToken">Checked per layer.</param>
    /// <returns>A vector for each text.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public EmbeddedTexts Embed(IReadOnlyList<string> texts, TextRole role = TextRole.Plain, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var sequences = new TokenSequence[texts.Count];
        for (int i = 0; i < sequences.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            sequences[i] = tokens.Of(texts[i], role);
        }

        int skipped = tokens.Skipped(role);
        float[][] vectors = new float[sequences.Length][];
        int pooled = parts.Source.Width * parts.Pooling.Modes.Length;
        packs.Run(sequences, (text, states) =>
        {
            float[] vector = new float[pooled];
            parts.Pooling.Apply(states, parts.Source.Width, skipped, vector);
            vectors[text] = Finish(vector);
        }, cancellationToken);
        for (int i = 0; i < vectors.Length; i++) vectors[i] ??= Finish(new float[pooled]);
        return new EmbeddedTexts(vectors, sequences.Sum(s => (long)s.Ids.Length));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        parts.Source.Dispose();
        foreach (VectorStep step in parts.Steps) step.Dispose();
    }

    private float[] Finish(float[] vector)
    {
        foreach (VectorStep step in parts.Steps) vector = step.Apply(vector);
        return vector;
    }
}

/// <summary>Texts as vectors.</summary>
/// <param name="Vectors">One for each text.</param>
/// <param name="Tokens">Tokens that were read, special ones included.</param>
public sealed record EmbeddedTexts(IReadOnlyList<ReadOnlyMemory<float>> Vectors, long Tokens)
{
    internal EmbeddedTexts(float[][] vectors, long tokens) : this([.. vectors.Select(v => (ReadOnlyMemory<float>)v)], tokens) { }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Assay.Retrieval.Storage;
using Assay.Text;
using Microsoft.Extensions.AI;

namespace Assay.Retrieval.Dense;

/// <summary>Gives every chunk a vector. Only texts that have none are sent to the model, and what was paid for is stored before the next is asked for.</summary>
/// <param name="store">The store; it stays open while this is used.</param>
/// <param name="model">Makes vectors of passages; owned by the caller.</param>
/// <param name="embedder">Names the model with everything its vectors depend on; vectors of other names are not touched.</param>
public sealed class ChunkEmbedder(KnowledgeStore store, IEmbeddingGenerator<string, Embedding<float>> model, string embedder)
{
    private const int BatchSize = 64;

    private readonly VectorStore vectors = new(store);

    /// <summary>Tokens that would be sent, as an estimate; for a limit on costs.</summary>
    /// <param name="countTokens">Counts the tokens of a text.</param>
    /// <returns>0 when every text has its vector.</returns>
    public long EstimateTokens(Func<string, int> countTokens)
    {
        ArgumentNullException.ThrowIfNull(countTokens);
        long tokens = 0;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (List<Pending> batch in Batches())
        {
            bool[] known = vectors.Known(embedder, [.. batch.Select(p => p.Hash)]);
            for (int i = 0; i < batch.Count; i++)
            {
                if (!known[i] && seen.Add(Convert.ToHexString(batch[i].Hash))) tokens += countTokens(batch[i].Text);
            }
        }

        return tokens;
    }

    /// <summary>Embeds what has no vector.</summary>
    /// <param name="progress">Told after every batch; may be null.</param>
    /// <param name="cancellationToken">Stops between batches; what was embedded is kept.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="AssayException">The model failed, gives vectors of another length than before, or the store cannot be written; what was embedded before is kept.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<EmbedReport> EmbedAsync(IProgress<EmbedProgress>? progress, CancellationToken cancellationToken)
    {
        int total = vectors.CountMissing(embedder), chunks = 0, embedded = 0;
        int dimension = store.Read(c => VectorStore.Dimension(c, embedder));
        long tokens = 0;
        bool counted = true;
        foreach (List<Pending> batch in Batches())
        {
            cancellationToken.ThrowIfCancellationRequested();
            bool[] known = vectors.Known(embedder, [.. batch.Select(p => p.Hash)]);
            Pending[] unknown = [.. batch.Where((_, i) => !known[i]).DistinctBy(p => Convert.ToHexString(p.Hash))];
            GeneratedEmbeddings<Embedding<float>> made = unknown.Length == 0 ? [] : await model.GenerateAsync(unknown.Select(p => p.Text), null, cancellationToken).ConfigureAwait(false);
            dimension = Check(made, unknown.Length, dimension);
            vectors.Add(embedder, [.. unknown.Select((p, i) => (p.Hash, made[i].Vector))], [.. batch.Select(p => (p.Row, p.Hash))]);
            chunks += batch.Count;
            embedded += unknown.Length;
            counted &= unknown.Length == 0 || made.Usage?.InputTokenCount is not null;
            tokens += made.Usage?.InputTokenCount ?? 0;
            progress?.Report(new EmbedProgress(Math.Min(chunks, total), total));
        }

        return new EmbedReport(chunks, embedded, counted ? tokens : null, vectors.Prune());
    }

    /// <summary>The text a chunk's vector stands for: what it is about, then what it says.</summary>
    internal static string TextOf(string title, string headingPath, string text)
    {
        var whole = new StringBuilder();
        foreach (string part in (ReadOnlySpan<string>)[title, headingPath])
        {
            if (part.Length > 0) whole.Append(part).Append('\n');
        }

        return whole.Append(text).ToString();
    }

    private IEnumerable<List<Pending>> Batches()
    {
        for (long after = -1; vectors.Missing(embedder, after, BatchSize) is { Count: > 0 } some; after = some[^1].Row)
        {
            yield return [.. some.Select(c => Pending.Of(c))];
        }
    }

    private int Check(GeneratedEmbeddings<Embedding<float>> made, int wanted, int dimension)
    {
        if (made.Count != wanted) throw new AssayException(string.Create(CultureInfo.InvariantCulture, $"The embedding model{ModelNames.Of(model)} gave {made.Count} vectors for {wanted} texts. Check the model and its server, then run the command again; what was embedded before is kept."));
        foreach (Embedding<float> vector in made)
        {
            if (dimension == 0) dimension = vector.Vector.Length;
            if (vector.Vector.Length != dimension || dimension is 0 or > Numerics.Vectors.QuantizedRows.MaxDimension)
            {
                throw new AssayException(string.Create(CultureInfo.InvariantCulture,
                    $"The embedding model{ModelNames.Of(model)} gave a vector of {vector.Vector.Length} values, {(dimension == vector.Vector.Length ? "which cannot be searched" : $"but its vectors so far have {dimension}: another model seems to answer to the name")}. Run `assay clean --all` to embed everything anew, or name the model that was used before."));
            }
        }

        return dimension;
    }

    private sealed record Pending(long Row, string Text, byte[] Hash)
    {
        public static Pending Of(UnembeddedChunk chunk)
        {
            string text = TextOf(chunk.Title, chunk.HeadingPath, chunk.Text);
            return new Pending(chunk.Row, text, SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        }
    }
}

using System.Collections.Immutable;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Permissions;
using Assay.Retrieval.Search;
using Assay.Retrieval.Storage;

namespace Assay.Retrieval.Context;

/// <summary>Adds what stands around the chunks that a search found, so that small pieces can be searched and large ones returned. No text is stored twice for it.</summary>
/// <remarks>
/// What is added is from the same document as the hit. A document that changed since it was searched is not expanded: its pieces no longer belong together;
/// nor is one that was closed since, or in whose place another one stands that is. Safe to use from several threads at once.
/// </remarks>
public sealed class PassageExpander
{
    private readonly KnowledgeStore store;
    private readonly PassageExpansionOptions options;

    /// <summary>Prepares expansion.</summary>
    /// <param name="store">The store that was searched; it stays open while this is used.</param>
    /// <param name="options">How far.</param>
    /// <exception cref="ArgumentException"><paramref name="options"/> are out of range; the message lists every problem.</exception>
    public PassageExpander(KnowledgeStore store, PassageExpansionOptions options)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Validate() is { Count: > 0 } problems) throw new ArgumentException(string.Join(' ', problems), nameof(options));
        (this.store, this.options) = (store, options);
    }

    /// <summary>The passages, then what stands around them: around the best first, nearest first, each with the score of its hit.</summary>
    /// <param name="passages">Search results, best first.</param>
    /// <param name="principal">On whose behalf they were searched; null for nobody in particular.</param>
    /// <returns>
    /// Every chunk once. <see cref="ContextBuilder"/> puts those that follow each other together; because hits come first, a full budget costs surroundings
    /// before it costs hits.
    /// </returns>
    public IReadOnlyList<Passage> Expand(IReadOnlyList<Passage> passages, Principal? principal = null)
    {
        ArgumentNullException.ThrowIfNull(passages);
        if (options.Kind == PassageExpansion.None) return passages;
        var expanded = new List<Passage>(passages);
        HashSet<(string, int)> known = [.. passages.Select(p => (p.Chunk.DocumentId, p.Chunk.Ordinal))];
        foreach (Passage hit in passages)
        {
            foreach (Chunk chunk in Around(hit.Chunk, principal)) if (known.Add((chunk.DocumentId, chunk.Ordinal))) expanded.Add(new Passage(chunk, hit.Score));
        }

        return expanded;
    }

    private IEnumerable<Chunk> Around(Chunk hit, Principal? principal)
    {
        int reach = options.Kind == PassageExpansion.Window ? options.Neighbours : PassageExpansionOptions.MostNeighbours;
        ImmutableArray<Chunk> chunks = store.ReadableChunks(hit.DocumentId, hit.Ordinal - reach, hit.Ordinal + reach, principal);
        int at = chunks.IndexOf(hit, new SameChunk());
        if (at < 0) yield break;
        int before = at - 1, after = at + 1, tokens = hit.Tokens;
        while (before >= 0 || after < chunks.Length)
        {
            // By turns, so that the hit stays in the middle; text after a hit explains it at least as often as text before it.
            if (after < chunks.Length && Take(chunks[after])) yield return chunks[after++];
            else after = chunks.Length;
            if (before >= 0 && Take(chunks[before])) yield return chunks[before--];
            else before = -1;
        }

        bool Take(Chunk chunk)
        {
            if (chunk.HeadingPath != hit.HeadingPath || chunk.Slug != hit.Slug || tokens + chunk.Tokens > options.MaxTokens) return false;
            tokens += chunk.Tokens;
            return true;
        }
    }

    /// <summary>Maps are compared by reference, so records read twice differ; position and text tell.</summary>
    private sealed class SameChunk : IEqualityComparer<Chunk>
    {
        public bool Equals(Chunk? x, Chunk? y) => x!.Ordinal == y!.Ordinal && x.Text == y.Text;

        public int GetHashCode(Chunk obj) => obj.Ordinal;
    }
}

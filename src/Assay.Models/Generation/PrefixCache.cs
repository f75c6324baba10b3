using Assay.Models.Adapters;
using Assay.Models.Decoders;

namespace Assay.Models.Generation;

/// <summary>Keeps the caches of texts that are done, so that a text which begins like one of them need not be read from its start: the instructions and passages that questions share.</summary>
/// <remarks>What is found is a copy, so that several texts can go on from the same beginning. The least recently used go first. Keys and values come from an adapter too, so texts share only with those of the same one. Not safe for concurrent use.</remarks>
/// <param name="mostBytes">Memory that may be taken; 0 keeps nothing.</param>
internal sealed class PrefixCache(long mostBytes)
{
    // Copying less than this saves no time worth the memory.
    private const int FewestTokens = 16;

    // The most recently used last.
    private readonly List<KeyValueCache> kept = [];

    /// <summary>Memory that is taken, in bytes.</summary>
    public long LengthBytes => kept.Sum(c => c.LengthBytes);

    /// <summary>A cache that holds the beginning of a text, as much of it as any kept one has in common with it.</summary>
    /// <param name="tokens">The text; its last token is never taken from a cache, because the scores after it are wanted.</param>
    /// <param name="adapter">What the text is read with.</param>
    /// <returns>Null when nothing worth it is kept.</returns>
    public KeyValueCache? Find(ReadOnlySpan<int> tokens, LoraAdapter? adapter)
    {
        int best = -1, length = FewestTokens - 1;
        for (int i = 0; i < kept.Count; i++)
        {
            int common = Common(kept[i], tokens[..^1], adapter);
            if (common > length) (best, length) = (i, common);
        }

        if (best < 0) return null;
        KeyValueCache found = kept[best];
        kept.RemoveAt(best);
        kept.Add(found);
        return found.Copy(length);
    }

    /// <summary>Keeps a cache that its text does not need any more; those that are the beginning of it go.</summary>
    public void Keep(KeyValueCache cache)
    {
        if (cache.Length < FewestTokens || cache.LengthBytes > mostBytes) return;
        int[] tokens = [.. cache.Tokens];
        if (kept.Exists(c => c.Length >= cache.Length && Common(c, tokens, cache.Adapter) == cache.Length)) return;
        kept.RemoveAll(c => Common(c, tokens, cache.Adapter) == c.Length);
        kept.Add(cache);
        while (LengthBytes > mostBytes) kept.RemoveAt(0);
    }

    private static int Common(KeyValueCache cache, ReadOnlySpan<int> tokens, LoraAdapter? adapter)
    {
        if (!ReferenceEquals(cache.Adapter, adapter)) return 0;
        int length = 0, most = Math.Min(cache.Length, tokens.Length);
        while (length < most && cache.Tokens[length] == tokens[length]) length++;
        return length;
    }
}

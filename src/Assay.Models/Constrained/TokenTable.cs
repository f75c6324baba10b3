using System.Collections.Immutable;
using Assay.Models.Constrained.Masks;

namespace Assay.Models.Constrained;

/// <summary>The bytes of every token of a vocabulary. Immutable and safe to share; one table serves all constraints of a model.</summary>
public sealed class TokenTable
{
    /// <summary>A table.</summary>
    /// <param name="tokens">The bytes that each token adds to the text, by id; empty for special tokens, which a constraint never allows.</param>
    /// <param name="endOfText">Tokens that end the text; they are allowed exactly where a document is complete. May be empty.</param>
    /// <exception cref="ArgumentException">There are no tokens, or an end-of-text token is not one of them.</exception>
    public TokenTable(IReadOnlyList<ReadOnlyMemory<byte>> tokens, IEnumerable<int> endOfText)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(endOfText);
        if (tokens.Count == 0) throw new ArgumentException("The vocabulary has no tokens.", nameof(tokens));
        Count = tokens.Count;
        EndOfText = [.. endOfText.Distinct().Order()];
        foreach (int id in EndOfText)
        {
            if (id < 0 || id >= Count) throw new ArgumentException($"The end-of-text token {id} is not one of the {Count} tokens.", nameof(endOfText));
        }

        bytes = [.. tokens.Select((t, id) => EndOfText.Contains(id) ? ReadOnlyMemory<byte>.Empty : t.ToArray())];
        Trie = new TokenTrie(bytes);
    }

    private readonly ImmutableArray<ReadOnlyMemory<byte>> bytes;

    /// <summary>Number of tokens; logits have this length.</summary>
    public int Count { get; }

    /// <summary>Tokens that end the text, ascending.</summary>
    public ImmutableArray<int> EndOfText { get; }

    /// <summary>The tokens by their bytes.</summary>
    internal TokenTrie Trie { get; }

    /// <summary>The bytes of a token.</summary>
    /// <param name="token">Its id.</param>
    /// <returns>Empty for special tokens and those that end the text.</returns>
    public ReadOnlySpan<byte> Bytes(int token) => bytes[token].Span;
}

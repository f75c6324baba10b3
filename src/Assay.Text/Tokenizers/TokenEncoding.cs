using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Assay.Text.Tokenizers.PostProcessors;

namespace Assay.Text.Tokenizers;

/// <summary>The tokens of a text, or of two.</summary>
/// <remarks>All lists have one entry for each token. Immutable.</remarks>
public sealed class TokenEncoding
{
    internal TokenEncoding(EncodingPart part)
    {
        Ids = ImmutableCollectionsMarshal.AsImmutableArray(part.Ids);
        Offsets = ImmutableCollectionsMarshal.AsImmutableArray(part.Offsets);
        Words = ImmutableCollectionsMarshal.AsImmutableArray(part.Words);
        TypeIds = ImmutableCollectionsMarshal.AsImmutableArray(part.TypeIds);
        Sequences = ImmutableCollectionsMarshal.AsImmutableArray(part.Sequences);
        Added = ImmutableCollectionsMarshal.AsImmutableArray(part.Added);
        Attention = ImmutableCollectionsMarshal.AsImmutableArray(part.Attention);
        Overflowing = [.. part.Overflowing.Select(o => new TokenEncoding(o))];
    }

    /// <summary>Number of tokens.</summary>
    public int Count => Ids.Length;

    /// <summary>Ids of the tokens.</summary>
    public ImmutableArray<int> Ids { get; }

    /// <summary>Where each token is in its text, in UTF-16 units; a token that is a part of a character has the whole character, an added one has (0, 0).</summary>
    public ImmutableArray<TextSpan> Offsets { get; }

    /// <summary>Number of the piece of text that each token is from, from 0 on in each text; -1 for added ones.</summary>
    public ImmutableArray<int> Words { get; }

    /// <summary>The type that the model is told of each token; 0, and for the second text often 1.</summary>
    public ImmutableArray<int> TypeIds { get; }

    /// <summary>0 for tokens of the first text, 1 for those of the second, -1 for added ones.</summary>
    public ImmutableArray<int> Sequences { get; }

    /// <summary>Whether a token was added: by a template or as padding.</summary>
    public ImmutableArray<bool> Added { get; }

    /// <summary>Whether the model is to look at a token; false for padding.</summary>
    public ImmutableArray<bool> Attention { get; }

    /// <summary>What truncation left over, in parts of the same greatest length.</summary>
    public ImmutableArray<TokenEncoding> Overflowing { get; }
}

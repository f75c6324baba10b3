using System.Collections.Immutable;
using Assay.Models.Constrained.Grammars;

namespace Assay.Models.Constrained.Masks;

/// <summary>Tokens that lead from one place to the same other place.</summary>
/// <param name="Target">Where they lead.</param>
/// <param name="Tokens">Their ids when they are few, else null.</param>
/// <param name="Bits">Their bits when they are many, else null.</param>
internal sealed record TokenGroup(Place Target, int[]? Tokens, ulong[]? Bits)
{
    /// <summary>Adds their bits.</summary>
    public void AddTo(Span<ulong> mask)
    {
        foreach (int token in Tokens ?? []) mask[token >> 6] |= 1UL << (token & 63);
        for (int i = 0; i < (Bits?.Length ?? 0); i++) mask[i] |= Bits![i];
    }
}

/// <summary>What may come next at a place, without a token limit and by where it leads.</summary>
/// <param name="All">A bit for each token, those that end the text among them.</param>
/// <param name="Ending">Bits of the tokens that end the text, when they are allowed; else null.</param>
/// <param name="Groups">Tokens by target.</param>
internal sealed record TokenMask(ulong[] All, ulong[]? Ending, ImmutableArray<TokenGroup> Groups)
{
    /// <summary>Fewest bytes still needed after the least fortunate token.</summary>
    public long MostNeeded { get; } = Groups.Select(g => g.Target.Least).Append(0).Max();
}

using System.Collections.Immutable;

namespace Assay.Models.Generation;

/// <summary>What happens during a generation; the last one is <see cref="Completed"/>.</summary>
public abstract record GenerationEvent
{
    private GenerationEvent()
    {
    }

    /// <summary>A piece of the text.</summary>
    /// <param name="Text">Whole characters; may be empty while a character or a stop text is open.</param>
    /// <param name="Tokens">The tokens behind it, scored when that was asked for.</param>
    public sealed record Piece(string Text, ImmutableArray<TokenScore> Tokens) : GenerationEvent;

    /// <summary>The end.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="PromptTokens">Tokens of the prompt.</param>
    /// <param name="KeptTokens">How many of them were not read again, because a text before had begun alike.</param>
    /// <param name="OutputTokens">Tokens that were generated, the end token included.</param>
    public sealed record Completed(FinishReason Reason, int PromptTokens, int KeptTokens, int OutputTokens) : GenerationEvent;
}

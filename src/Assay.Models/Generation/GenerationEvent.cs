using System.Collections.Immutable;
using Assay.Models.Sampling;

namespace Assay.Models.Generation;

/// <summary>What happens during a generation; the last one is <see cref="Completed"/>.</summary>
public abstract record GenerationEvent
{
    private GenerationEvent()
    {
    }

    /// <summary>A token was chosen.</summary>
    /// <param name="Token">Its number.</param>
    /// <param name="Text">What it adds to the text: whole characters, and nothing that may be the beginning of a stop text; may be empty.</param>
    public sealed record Piece(int Token, string Text) : GenerationEvent
    {
        /// <summary>Natural logarithm of the token's probability, before temperature and filters; null when it was not asked for.</summary>
        public double? LogProbability { get; init; }

        /// <summary>The most probable tokens in its place, best first; empty when they were not asked for.</summary>
        public ImmutableArray<TokenLogProbability> MostProbable { get; init; } = [];
    }

    /// <summary>The end.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Text">What was held back and belongs to the text after all.</param>
    public sealed record Completed(FinishReason Reason, string Text) : GenerationEvent
    {
        /// <summary>Tokens of the prompt.</summary>
        public required int PromptTokens { get; init; }

        /// <summary>How many of them were not read again, because an earlier text had begun alike.</summary>
        public required int KeptTokens { get; init; }

        /// <summary>Tokens that were generated, one that ends the text included.</summary>
        public required int OutputTokens { get; init; }
    }
}

using System.Collections.Immutable;
using Assay.Decisions.Prices;

namespace Assay.Decisions.Costs;

/// <summary>What one question takes. The prompt stands first, then the context, then the question: the order in which caches match.</summary>
public sealed record QueryInputs
{
    /// <summary>Tokens of instructions and shown examples.</summary>
    public Quantity? PromptTokens { get; init; }

    /// <summary>Tokens of retrieved or pasted text.</summary>
    public Quantity? ContextTokens { get; init; }

    /// <summary>Tokens of the question.</summary>
    public Quantity? QueryTokens { get; init; }

    /// <summary>Share of all these that the provider reads from its cache; 0 to 1.</summary>
    public Quantity? CachedShare { get; init; }

    /// <summary>Share of all these that is written to the cache; 0 to 1, together with <see cref="CachedShare"/> at most 1.</summary>
    public Quantity? CacheWriteShare { get; init; }

    /// <summary>Tokens of the answer.</summary>
    public Quantity? OutputTokens { get; init; }

    /// <summary>Tokens of reasoning that are billed and not shown.</summary>
    public Quantity? ReasoningTokens { get; init; }

    /// <summary>Price of input tokens.</summary>
    public Quantity? InputPrice { get; init; }

    /// <summary>Price of cached tokens; <see cref="InputPrice"/> where null.</summary>
    public Quantity? CachedPrice { get; init; }

    /// <summary>Price of tokens written to the cache; <see cref="InputPrice"/> where null.</summary>
    public Quantity? CacheWritePrice { get; init; }

    /// <summary>Price of output tokens.</summary>
    public Quantity? OutputPrice { get; init; }

    /// <summary>Price of reasoning tokens; <see cref="OutputPrice"/> where null.</summary>
    public Quantity? ReasoningPrice { get; init; }

    /// <summary>Dearer prices of long prompts, as factors on the prices above.</summary>
    public ImmutableArray<TierFactor> Tiers { get; init; } = [];

    /// <summary>Price of embedding the question.</summary>
    public Quantity? EmbeddingPrice { get; init; }

    /// <summary>Rerank calls of one question; one where null and <see cref="RerankPrice"/> is not.</summary>
    public Quantity? RerankCalls { get; init; }

    /// <summary>Price of rerank calls.</summary>
    public Quantity? RerankPrice { get; init; }

    /// <summary>Share of the answers that a judge looks at; all where null and <see cref="JudgePrice"/> is not.</summary>
    public Quantity? JudgedShare { get; init; }

    /// <summary>Price of judging one answer.</summary>
    public Quantity? JudgePrice { get; init; }
}

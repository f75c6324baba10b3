namespace Assay.Retrieval.Chunking;

/// <summary>How documents are cut into chunks. Sizes are tokens of the counter the chunker is given.</summary>
public sealed record ChunkingOptions
{
    /// <summary>The least <see cref="MaxTokens"/> there is: below it a single character may not fit.</summary>
    public const int SmallestMaxTokens = 8;

    /// <summary>Where documents are cut.</summary>
    /// <value>Default <see cref="ChunkingStrategy.Structure"/>.</value>
    public ChunkingStrategy Strategy { get; init; }

    /// <summary>Most tokens of a chunk; no chunk has more.</summary>
    /// <value>Default 256; 8 to 32,768.</value>
    public int MaxTokens { get; init; } = 256;

    /// <summary>A section with fewer tokens is merged with what follows it under the same parent, where both fit.</summary>
    /// <value>Default 48; 0 (never merge) to <see cref="MaxTokens"/>. Ignored unless the strategy is <see cref="ChunkingStrategy.Structure"/>.</value>
    public int MinTokens { get; init; } = 48;

    /// <summary>
    /// Most tokens repeated from the end of the previous chunk: whole sentences of the same section, tables and code repeating nothing (structure); whole
    /// words (fixed), sentences (sentences) or pieces of the size that was cut (recursive).
    /// </summary>
    /// <value>Default 0; up to half of <see cref="MaxTokens"/>.</value>
    public int OverlapTokens { get; init; }

    /// <summary>Everything that is wrong with these options.</summary>
    /// <returns>One sentence per problem; empty when they can be used.</returns>
    public IReadOnlyList<string> Validate()
    {
        var problems = new List<string>();
        if (!Enum.IsDefined(Strategy)) problems.Add($"Strategy must be one of {string.Join(", ", Enum.GetNames<ChunkingStrategy>())}, found {(int)Strategy}.");
        if (MaxTokens is < SmallestMaxTokens or > 32_768) problems.Add($"MaxTokens must be {SmallestMaxTokens} to 32768, found {MaxTokens}.");
        if (MinTokens < 0 || MinTokens > MaxTokens) problems.Add($"MinTokens must be 0 to MaxTokens ({MaxTokens}), found {MinTokens}.");
        if (OverlapTokens < 0 || OverlapTokens > MaxTokens / 2) problems.Add($"OverlapTokens must be 0 to half of MaxTokens ({MaxTokens / 2}), found {OverlapTokens}.");
        return problems;
    }
}

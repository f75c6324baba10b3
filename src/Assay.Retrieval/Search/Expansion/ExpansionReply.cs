namespace Assay.Retrieval.Search.Expansion;

/// <summary>What a model replied to a request for variants, with what it took.</summary>
public sealed record ExpansionReply
{
    /// <summary>The whole reply.</summary>
    public required string Text { get; init; }

    /// <summary>Prompt tokens, cached ones included.</summary>
    public long InputTokens { get; init; }

    /// <summary>Prompt tokens the provider served from its cache.</summary>
    public long CachedInputTokens { get; init; }

    /// <summary>Generated tokens.</summary>
    public long OutputTokens { get; init; }

    /// <summary>True when the provider gave no counts and they were estimated.</summary>
    public bool TokensEstimated { get; init; }

    /// <summary>Milliseconds from the request to the last token.</summary>
    public double ElapsedMs { get; init; }
}

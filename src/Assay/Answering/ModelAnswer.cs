namespace Assay.Answering;

/// <summary>What a model said to one request, with what it took.</summary>
public sealed record ModelAnswer
{
    /// <summary>The complete text.</summary>
    public required string Text { get; init; }

    /// <summary>Prompt tokens, cached ones included.</summary>
    public long InputTokens { get; init; }

    /// <summary>Prompt tokens the provider served from its cache.</summary>
    public long CachedInputTokens { get; init; }

    /// <summary>Generated tokens.</summary>
    public long OutputTokens { get; init; }

    /// <summary>True when the provider gave no counts and they were estimated.</summary>
    public bool TokensEstimated { get; init; }

    /// <summary>Milliseconds from the request to the last token, retries left out.</summary>
    public double ElapsedMs { get; init; }

    /// <summary>Whether the model stopped because it ran out of output tokens.</summary>
    public bool CutOff { get; init; }
}

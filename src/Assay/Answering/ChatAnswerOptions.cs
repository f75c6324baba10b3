namespace Assay.Answering;

/// <summary>What the answers of a chat model depend on besides its prompt.</summary>
public sealed record ChatAnswerOptions
{
    /// <summary>Sampling temperature.</summary>
    /// <value>0: the same question gets the same answer as far as the provider can</value>
    public float Temperature { get; init; }

    /// <summary>Most tokens of one answer.</summary>
    /// <value>512</value>
    public int MaxOutputTokens { get; init; } = 512;

    /// <summary>Most prompt tokens the model takes; null when unknown.</summary>
    public int? ContextWindow { get; init; }

    /// <summary>JSON Schema that answers are held to while they are written; null for none.</summary>
    public string? Schema { get; init; }

    /// <summary>What tells a trained version from others, by its content; null for a model that was not trained here.</summary>
    public string? Trained { get; init; }

    /// <summary>Requests under way at once.</summary>
    /// <value>4</value>
    public int Concurrency { get; init; } = 4;
}

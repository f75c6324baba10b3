namespace Assay.Retrieval.Search;

/// <summary>How a search learns terms from what it found first (pseudo-relevance feedback with a relevance model, RM3).</summary>
/// <remarks>
/// Feedback helps where several pages answer a question and hurts where one does: it moves the query away from it. So it is let in by a gate: the score of the
/// last feedback document divided by the first one's. Below <see cref="GateLow"/> one page stands out and nothing is added; above
/// <see cref="GateHigh"/> the terms count in full; in between their weight grows linearly.
/// </remarks>
public sealed record FeedbackOptions
{
    /// <summary>Share of the expanded query that added terms make up where the gate is open; 0 turns the stage off; below 0.95.</summary>
    /// <value>0.1.</value>
    public double Weight { get; init; } = 0.1;

    /// <summary>Documents learned from, the best chunk of each; 1 to 100.</summary>
    /// <value>10.</value>
    public int Documents { get; init; } = 10;

    /// <summary>Terms added; 1 to 200.</summary>
    /// <value>20.</value>
    public int Terms { get; init; } = 20;

    /// <summary>Where the gate begins to open; 0 to 1.</summary>
    /// <value>0.3.</value>
    public double GateLow { get; init; } = 0.3;

    /// <summary>Where it is open; <see cref="GateLow"/> to 1.</summary>
    /// <value>0.5.</value>
    public double GateHigh { get; init; } = 0.5;
}

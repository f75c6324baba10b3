namespace Assay.Decisions.Verdicts;

/// <summary>What may come out otherwise than it was stated or measured.</summary>
public enum FlipAxis
{
    /// <summary>Questions a month.</summary>
    Volume,

    /// <summary>Retrainings a month.</summary>
    ChangeRate,

    /// <summary>The limit of the median latency, in milliseconds.</summary>
    LatencyP50,

    /// <summary>The limit of the 95th percentile of the latency, in milliseconds.</summary>
    LatencyP95,

    /// <summary>The limit of the 99th percentile of the latency, in milliseconds.</summary>
    LatencyP99,

    /// <summary>A factor on what the model calls of every arm cost.</summary>
    Price,

    /// <summary>What one wrong answer costs, in the currency of the decision.</summary>
    WrongAnswerCost,
}

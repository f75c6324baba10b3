namespace Assay.Tuning.Tokens;

/// <summary>A training conversation as tokens, and which of them training learns.</summary>
/// <param name="Line">Line of the example, from 1.</param>
/// <param name="Tokens">All tokens.</param>
/// <param name="Learned">For each token whether the model is to learn to say it; never the first.</param>
public sealed record SupervisedText(int Line, int[] Tokens, bool[] Learned)
{
    /// <summary>How much each learned token counts beside those of other texts.</summary>
    /// <value>More than 0; default 1.</value>
    public float Weight { get; init; } = 1;

    /// <summary>How much each other token but the first counts: 0 where the model is not to learn to say the prompt (Huerta-Enochian and Ko 2024 on why a little may help).</summary>
    /// <value>0 or more; default 0.</value>
    public float PromptWeight { get; init; }

    /// <summary>How many tokens are learned.</summary>
    public int LearnedCount { get; } = Learned.Count(l => l);
}

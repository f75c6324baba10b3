namespace Assay.Benchmarks.Inference;

/// <summary>The two best tokens at one step.</summary>
/// <param name="Best">The best token.</param>
/// <param name="Score">Its logit.</param>
/// <param name="Second">The next best.</param>
/// <param name="SecondScore">Its logit.</param>
internal readonly record struct GreedyStep(int Best, float Score, int Second, float SecondScore)
{
    /// <summary>How far the two are apart.</summary>
    public float Gap => Score - SecondScore;

    /// <summary>The two best of a row of logits; of equal ones the lower token is the better.</summary>
    public static GreedyStep Of(ReadOnlySpan<float> logits)
    {
        int best = logits[1] > logits[0] ? 1 : 0, second = 1 - best;
        for (int i = 2; i < logits.Length; i++)
        {
            if (logits[i] > logits[best]) (best, second) = (i, best);
            else if (logits[i] > logits[second]) second = i;
        }

        return new GreedyStep(best, logits[best], second, logits[second]);
    }
}

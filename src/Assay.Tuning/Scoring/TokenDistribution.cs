using System.Numerics.Tensors;

namespace Assay.Tuning.Scoring;

/// <summary>What scores of tokens say as probabilities, <c>p = exp(score − logSum)</c>.</summary>
/// <param name="vocabulary">Number of tokens.</param>
internal sealed class TokenDistribution(int vocabulary)
{
    private readonly float[] powers = new float[vocabulary];

    /// <summary>The natural logarithm of the sum of all exponentials.</summary>
    public double LogSum(ReadOnlySpan<float> scores)
    {
        float most = TensorPrimitives.Max(scores);
        TensorPrimitives.Subtract(scores, most, powers);
        TensorPrimitives.Exp(powers, powers);
        double sum = 0;
        foreach (float power in powers) sum += power;
        return most + Math.Log(sum);
    }

    /// <summary>The natural logarithm of a token's probability.</summary>
    public double LogProbability(ReadOnlySpan<float> scores, int token) => scores[token] - LogSum(scores);

    /// <summary>How far a distribution is from another one, <c>Σ p (log p − log q)</c> (Kullback and Leibler 1951).</summary>
    /// <param name="p">Scores of the one that counts.</param>
    /// <param name="q">Scores of the other.</param>
    /// <returns>Nats, 0 or more.</returns>
    public double Divergence(ReadOnlySpan<float> p, ReadOnlySpan<float> q)
    {
        double other = LogSum(q), own = LogSum(p), most = TensorPrimitives.Max(p), sum = 0;

        // The powers are those of p, each off by the same factor.
        for (int i = 0; i < powers.Length; i++) sum += powers[i] * ((double)p[i] - q[i]);
        return Math.Max(0, (sum * Math.Exp(most - own)) - own + other);
    }

    /// <summary>The token with the greatest score; of several the first.</summary>
    public static int Best(ReadOnlySpan<float> scores) => TensorPrimitives.IndexOfMax(scores);

    /// <summary>How far the best score is above the one after it.</summary>
    public static double Margin(ReadOnlySpan<float> scores, int best)
    {
        float second = float.NegativeInfinity;
        for (int i = 0; i < scores.Length; i++)
        {
            if (i != best && scores[i] > second) second = scores[i];
        }

        return scores[best] - (double)second;
    }
}

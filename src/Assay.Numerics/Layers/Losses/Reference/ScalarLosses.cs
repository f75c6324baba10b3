namespace Assay.Numerics.Layers.Losses.Reference;

/// <summary>Softmax and cross-entropy as their definitions say, in double precision and with all logits: what the kernels are tested against.</summary>
public static class ScalarLosses
{
    /// <summary>The softmax of one row.</summary>
    /// <param name="x">Scores.</param>
    /// <returns>Shares; zeros where all scores are minus infinity.</returns>
    public static double[] Softmax(ReadOnlySpan<double> x)
    {
        double[] y = new double[x.Length];
        double logSum = LogSum(x);
        if (double.IsNegativeInfinity(logSum)) return y;
        for (int i = 0; i < y.Length; i++) y[i] = Math.Exp(x[i] - logSum);
        return y;
    }

    /// <summary><c>log(sum_i(e^x[i]))</c>.</summary>
    /// <param name="x">Scores.</param>
    /// <returns>The logarithm; minus infinity where all scores are.</returns>
    public static double LogSum(ReadOnlySpan<double> x)
    {
        double largest = double.NegativeInfinity, sum = 0;
        foreach (double value in x) largest = Math.Max(largest, value);
        if (double.IsNegativeInfinity(largest)) return largest;
        foreach (double value in x) sum += Math.Exp(value - largest);
        return largest + Math.Log(sum);
    }

    /// <summary>The loss of one row: <c>-log softmax(hidden · matrixᵀ)[target]</c>.</summary>
    /// <param name="hidden">The row, <c>[dim]</c>.</param>
    /// <param name="matrix">Weights, row-major <c>[vocab, dim]</c>.</param>
    /// <param name="target">The token.</param>
    /// <returns>The loss.</returns>
    public static double CrossEntropy(ReadOnlySpan<double> hidden, ReadOnlySpan<double> matrix, int target)
    {
        double[] logits = new double[matrix.Length / hidden.Length];
        for (int token = 0; token < logits.Length; token++)
        {
            for (int i = 0; i < hidden.Length; i++) logits[token] += hidden[i] * matrix[(token * hidden.Length) + i];
        }

        return LogSum(logits) - logits[target];
    }
}

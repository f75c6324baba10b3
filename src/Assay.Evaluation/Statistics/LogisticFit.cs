namespace Assay.Evaluation.Statistics;

/// <summary>Logistic regression with an L2 penalty, fitted by Newton's method. Both classes have the same weight, whatever their sizes. Deterministic.</summary>
internal static class LogisticFit
{
    /// <summary>Fits weights.</summary>
    /// <param name="rows">Features of every row, on a scale where the penalty makes sense (standardised).</param>
    /// <param name="labels">Class of every row; both occur.</param>
    /// <param name="penalty">Above 0; half of it times the squared weights is added to the summed loss. The constant is not penalised.</param>
    /// <param name="steps">Newton steps.</param>
    /// <returns>A weight a feature, then the constant.</returns>
    public static double[] Of(double[][] rows, bool[] labels, double penalty, int steps)
    {
        int size = rows[0].Length + 1, positives = labels.Count(l => l);
        double[] weights = new double[size], gradient = new double[size], step = new double[size];
        double[,] curvature = new double[size, size];
        double ofPositive = rows.Length / (2.0 * positives), ofNegative = rows.Length / (2.0 * (rows.Length - positives));
        for (int round = 0; round < steps; round++)
        {
            Array.Clear(gradient);
            Array.Clear(curvature);
            for (int i = 0; i < rows.Length; i++) Add(rows[i], labels[i] ? 1 : 0, labels[i] ? ofPositive : ofNegative, weights, gradient, curvature);
            for (int f = 0; f < size - 1; f++)
            {
                gradient[f] += penalty * weights[f];
                curvature[f, f] += penalty;
            }

            Solve(curvature, gradient, step);
            for (int f = 0; f < size; f++) weights[f] -= step[f];
            if (step.Max(Math.Abs) < 1e-9) break;
        }

        return weights;
    }

    /// <summary>Probability of the positive class.</summary>
    public static double Probability(ReadOnlySpan<double> weights, double[] row)
    {
        double sum = weights[^1];
        for (int f = 0; f < row.Length; f++) sum += weights[f] * row[f];
        return 1 / (1 + Math.Exp(-sum));
    }

    private static void Add(double[] row, double label, double share, double[] weights, double[] gradient, double[,] curvature)
    {
        double p = Probability(weights, row), error = share * (p - label), bend = Math.Max(share * p * (1 - p), 1e-9);
        int last = row.Length;
        for (int f = 0; f <= last; f++)
        {
            double x = f == last ? 1 : row[f];
            gradient[f] += error * x;
            for (int g = 0; g <= f; g++) curvature[f, g] += bend * x * (g == last ? 1 : row[g]);
        }
    }

    // Cholesky's decomposition of the lower triangle; it is positive definite by the penalty.
    private static void Solve(double[,] a, double[] b, double[] x)
    {
        int n = b.Length;
        for (int j = 0; j < n; j++)
        {
            for (int k = 0; k < j; k++)
            {
                for (int i = j; i < n; i++) a[i, j] -= a[i, k] * a[j, k];
            }

            double root = Math.Sqrt(Math.Max(a[j, j], 1e-12));
            for (int i = j; i < n; i++) a[i, j] /= root;
        }

        for (int i = 0; i < n; i++)
        {
            double sum = b[i];
            for (int k = 0; k < i; k++) sum -= a[i, k] * x[k];
            x[i] = sum / a[i, i];
        }

        for (int i = n - 1; i >= 0; i--)
        {
            double sum = x[i];
            for (int k = i + 1; k < n; k++) sum -= a[k, i] * x[k];
            x[i] = sum / a[i, i];
        }
    }
}

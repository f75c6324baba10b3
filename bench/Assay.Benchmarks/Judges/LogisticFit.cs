namespace Assay.Benchmarks.Judges;

/// <summary>Logistic regression with an L2 penalty on standardised features, by Newton's method. No seed: the same rows give the same weights.</summary>
internal static class LogisticFit
{
    private const int Iterations = 50;

    /// <summary>Fits.</summary>
    /// <param name="rows">Features and whether the answer is yes.</param>
    /// <param name="ridge">The penalty on each standardised weight; 0 or more.</param>
    /// <returns>Weights of the features as they are, and the intercept.</returns>
    public static (double[] Weights, double Intercept) Of(IReadOnlyList<(IReadOnlyList<double> Features, bool Yes)> rows, double ridge)
    {
        int width = rows[0].Features.Count;
        double[] means = [.. Enumerable.Range(0, width).Select(f => rows.Average(r => r.Features[f]))];
        double[] scales = [.. Enumerable.Range(0, width).Select(f => Math.Sqrt(rows.Average(r => (r.Features[f] - means[f]) * (r.Features[f] - means[f])))).Select(s => s > 0 ? s : 1)];
        double[][] x = [.. rows.Select(r => (double[])[1, .. r.Features.Select((v, f) => (v - means[f]) / scales[f])])];
        double[] w = new double[width + 1];
        for (int iteration = 0; iteration < Iterations; iteration++) Step(w, x, rows, ridge);
        double[] weights = [.. Enumerable.Range(0, width).Select(f => w[f + 1] / scales[f])];
        return (weights, w[0] - weights.Select((v, f) => v * means[f]).Sum());
    }

    private static void Step(double[] w, double[][] x, IReadOnlyList<(IReadOnlyList<double> Features, bool Yes)> rows, double ridge)
    {
        int size = w.Length;
        double[] gradient = new double[size];
        double[][] curve = [.. Enumerable.Range(0, size).Select(_ => new double[size])];
        for (int r = 0; r < x.Length; r++)
        {
            double p = 1 / (1 + Math.Exp(-x[r].Select((v, i) => v * w[i]).Sum()));
            for (int i = 0; i < size; i++)
            {
                gradient[i] += x[r][i] * (p - (rows[r].Yes ? 1 : 0));
                for (int j = 0; j < size; j++) curve[i][j] += x[r][i] * x[r][j] * p * (1 - p);
            }
        }

        for (int i = 1; i < size; i++)
        {
            gradient[i] += ridge * w[i];
            curve[i][i] += ridge;
        }

        double[] step = Solve(curve, gradient);
        for (int i = 0; i < size; i++) w[i] -= step[i];
    }

    // Gauss and Jordan with the largest pivot; the curve of a penalised fit is positive definite.
    private static double[] Solve(double[][] a, double[] b)
    {
        int n = b.Length;
        for (int c = 0; c < n; c++)
        {
            int pivot = Enumerable.Range(c, n - c).MaxBy(r => Math.Abs(a[r][c]));
            (a[c], a[pivot], b[c], b[pivot]) = (a[pivot], a[c], b[pivot], b[c]);
            for (int r = 0; r < n; r++)
            {
                if (r == c) continue;
                double factor = a[r][c] / a[c][c];
                for (int k = c; k < n; k++) a[r][k] -= factor * a[c][k];
                b[r] -= factor * b[c];
            }
        }

        return [.. Enumerable.Range(0, n).Select(i => b[i] / a[i][i])];
    }
}

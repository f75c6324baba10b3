using System.Collections.Immutable;

namespace Assay.Answerability;

/// <summary>Logistic regression from signals to the probability that a question is answerable.</summary>
/// <param name="Means">Mean of each signal where it was fitted.</param>
/// <param name="Deviations">Standard deviation of each; 1 for a signal that never varied.</param>
/// <param name="Weights">Weight of each standardised signal.</param>
/// <param name="Bias">Log odds at the means.</param>
public sealed record AnswerabilityModel(ImmutableArray<double> Means, ImmutableArray<double> Deviations, ImmutableArray<double> Weights, double Bias)
{
    /// <summary>Strength of the L2 penalty on the weights of standardised signals, in questions: it keeps weights finite on few questions and hardly counts on hundreds.</summary>
    private const double Penalty = 1;

    private const int MostSteps = 50;

    private const double Converged = 1e-10;

    /// <summary>Steps are halved at most so often when they do not improve.</summary>
    private const int MostHalvings = 30;

    /// <summary>The probability that a question is answerable.</summary>
    /// <param name="signals">Its signals, as many as there are weights.</param>
    /// <returns>Above 0 and below 1 as far as numbers go.</returns>
    public double Probability(ImmutableArray<double> signals)
    {
        double odds = Bias;
        for (int i = 0; i < Weights.Length; i++) odds += Weights[i] * (signals[i] - Means[i]) / Deviations[i];
        return Logistic(odds);
    }

    /// <summary>Fits by Newton's method; the penalised likelihood has one maximum, so there is nothing to start from and no chance.</summary>
    /// <param name="items">One or more questions.</param>
    /// <returns>The model.</returns>
    internal static AnswerabilityModel Fit(IReadOnlyList<AnswerabilityItem> items)
    {
        int signals = items[0].Signals.Length;
        double[] means = [.. Enumerable.Range(0, signals).Select(s => items.Average(i => i.Signals[s]))];
        double[] deviations = [.. Enumerable.Range(0, signals).Select(s => Math.Sqrt(items.Average(i => Math.Pow(i.Signals[s] - means[s], 2))))];
        for (int s = 0; s < signals; s++) deviations[s] = deviations[s] < 1e-12 ? 1 : deviations[s];

        // The last column is the bias.
        double[][] rows = [.. items.Select(i => (double[])[.. Enumerable.Range(0, signals).Select(s => (i.Signals[s] - means[s]) / deviations[s]), 1])];
        bool[] labels = [.. items.Select(i => i.Answerable)];
        double[] beta = new double[signals + 1];
        double loss = Loss(rows, labels, beta);
        for (int step = 0; step < MostSteps; step++)
        {
            double[] direction = Newton(rows, labels, beta);
            double size = 1, next = double.PositiveInfinity;
            double[] tried = beta;
            for (int halving = 0; halving < MostHalvings && !(next <= loss); halving++, size /= 2)
            {
                tried = [.. beta.Select((b, j) => b - (size * direction[j]))];
                next = Loss(rows, labels, tried);
            }

            if (!(next <= loss)) break;
            bool done = loss - next < Converged;
            (beta, loss) = (tried, next);
            if (done) break;
        }

        return new AnswerabilityModel([.. means], [.. deviations], [.. beta[..^1]], beta[^1]);
    }

    private static double Loss(double[][] rows, bool[] labels, double[] beta)
    {
        double loss = Penalty / 2 * beta[..^1].Sum(b => b * b);

        // A weak pull on the bias keeps it finite when all questions are of one kind.
        loss += 1e-6 / 2 * beta[^1] * beta[^1];
        for (int i = 0; i < rows.Length; i++)
        {
            double odds = Dot(rows[i], beta) * (labels[i] ? 1 : -1);
            loss += odds > 0 ? Math.Log(1 + Math.Exp(-odds)) : -odds + Math.Log(1 + Math.Exp(odds));
        }

        return loss;
    }

    /// <summary>The inverse second derivative times the first.</summary>
    private static double[] Newton(double[][] rows, bool[] labels, double[] beta)
    {
        int n = beta.Length;
        double[] gradient = [.. beta.Select((b, j) => b * (j < n - 1 ? Penalty : 1e-6))];
        double[,] curvature = new double[n, n];
        for (int j = 0; j < n; j++) curvature[j, j] = j < n - 1 ? Penalty : 1e-6;
        for (int i = 0; i < rows.Length; i++)
        {
            double p = Logistic(Dot(rows[i], beta)), weight = p * (1 - p), error = p - (labels[i] ? 1 : 0);
            for (int j = 0; j < n; j++)
            {
                gradient[j] += error * rows[i][j];
                for (int k = 0; k < n; k++) curvature[j, k] += weight * rows[i][j] * rows[i][k];
            }
        }

        return Solve(curvature, gradient);
    }

    /// <summary>Solves a positive definite system by elimination, which needs no pivoting there.</summary>
    private static double[] Solve(double[,] matrix, double[] right)
    {
        int n = right.Length;
        for (int pivot = 0; pivot < n; pivot++)
        {
            for (int row = pivot + 1; row < n; row++)
            {
                double factor = matrix[row, pivot] / matrix[pivot, pivot];
                for (int column = pivot; column < n; column++) matrix[row, column] -= factor * matrix[pivot, column];
                right[row] -= factor * right[pivot];
            }
        }

        double[] solution = new double[n];
        for (int row = n - 1; row >= 0; row--)
        {
            double sum = right[row];
            for (int column = row + 1; column < n; column++) sum -= matrix[row, column] * solution[column];
            solution[row] = sum / matrix[row, row];
        }

        return solution;
    }

    private static double Dot(double[] row, double[] beta)
    {
        double sum = 0;
        for (int j = 0; j < row.Length; j++) sum += row[j] * beta[j];
        return sum;
    }

    private static double Logistic(double odds) => odds >= 0 ? 1 / (1 + Math.Exp(-odds)) : Math.Exp(odds) / (1 + Math.Exp(odds));
}

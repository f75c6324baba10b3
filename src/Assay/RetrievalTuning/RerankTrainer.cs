using Assay.Retrieval.Search.Reranking;

namespace Assay.RetrievalTuning;

/// <summary>Trains a linear reranker: listwise logistic regression, pulled towards the ranking that is there already.</summary>
/// <remarks>
/// For every question the model gives each candidate <c>p_i = exp(w·x_i) / Σ_j exp(w·x_j)</c>; the loss is <c>−Σ_i y_i log p_i</c>, y the share of candidate i in the grades
/// (ListNet with the top-one distribution, Cao et al. 2007), plus <c>λ |w − w₀|² / 2</c>. In w₀ only the score the candidates came with counts, by as
/// much as fits the questions best, so that without evidence nothing moves. The loss is convex; Newton's method finds its one minimum,
/// the same on every machine and for every order of the questions up to rounding.
/// </remarks>
public static class RerankTrainer
{
    private const int Steps = 25;
    private const double Tolerance = 1e-8;
    private const double LargestScale = 200;

    /// <summary>Trains on some questions.</summary>
    /// <param name="questions">Candidates of each and their grades; those without a relevant candidate teach nothing.</param>
    /// <param name="depth">Depth of the model.</param>
    /// <param name="ridge">λ a question; more than 0.</param>
    /// <returns>Null when no question teaches anything.</returns>
    public static RerankModel? Train(IEnumerable<RerankQuestion> questions, int depth, double ridge)
    {
        ArgumentNullException.ThrowIfNull(questions);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ridge);
        RerankLesson[] telling = [.. questions.Select(q => q.Lesson).Where(q => q.Shares.Any(s => s > 0))];
        if (telling.Length == 0) return null;
        int n = RerankFeatures.Names.Length;
        double[] prior = new double[n];
        prior[0] = BestScale(telling);
        double[] weights = [.. prior];
        double lambda = ridge * telling.Length;
        double loss = Loss(telling, weights, prior, lambda);
        for (int step = 0; step < Steps; step++)
        {
            double[] move = NewtonStep(telling, weights, prior, lambda);
            double size = 1, next;
            double[] moved;
            while (true)
            {
                moved = [.. weights.Select((w, i) => w - (size * move[i]))];
                next = Loss(telling, moved, prior, lambda);
                if (next <= loss || size < 1e-6) break;
                size /= 2;
            }

            bool done = loss - next < Tolerance * Math.Abs(loss);
            if (next <= loss) (weights, loss) = (moved, next);
            if (done) break;
        }

        return new RerankModel(RerankFeatures.Names, [.. weights], depth);
    }

    // The scale of the incoming score alone that fits best: golden section, as the loss is convex in it.
    private static double BestScale(RerankLesson[] questions)
    {
        double[] weights = new double[RerankFeatures.Names.Length];
        double At(double scale)
        {
            weights[0] = scale;
            return Loss(questions, weights, weights, 0);
        }

        double ratio = (Math.Sqrt(5) - 1) / 2, low = 0, high = LargestScale;
        double a = high - (ratio * (high - low)), b = low + (ratio * (high - low));
        double atA = At(a), atB = At(b);
        while (high - low > 0.01)
        {
            if (atA <= atB)
            {
                (high, b, atB) = (b, a, atA);
                atA = At(a = high - (ratio * (high - low)));
            }
            else
            {
                (low, a, atA) = (a, b, atB);
                atB = At(b = low + (ratio * (high - low)));
            }
        }

        return (low + high) / 2;
    }

    private static double Loss(RerankLesson[] questions, double[] weights, double[] prior, double lambda)
    {
        double loss = 0;
        foreach (RerankLesson question in questions)
        {
            double[] scores = Scores(question, weights);
            double top = scores.Max(), logSum = top + Math.Log(scores.Sum(s => Math.Exp(s - top)));
            for (int i = 0; i < scores.Length; i++) loss -= question.Shares[i] * (scores[i] - logSum);
        }

        for (int f = 0; f < weights.Length; f++) loss += lambda * (weights[f] - prior[f]) * (weights[f] - prior[f]) / 2;
        return loss;
    }

    private static double[] NewtonStep(RerankLesson[] questions, double[] weights, double[] prior, double lambda)
    {
        int n = weights.Length;
        double[] gradient = new double[n];
        double[,] curvature = new double[n, n];
        foreach (RerankLesson question in questions)
        {
            double[] p = Scores(question, weights), mean = new double[n];
            double top = p.Max(), total = 0, given = question.Shares.Sum();
            for (int i = 0; i < p.Length; i++) total += p[i] = Math.Exp(p[i] - top);
            for (int i = 0; i < p.Length; i++)
            {
                p[i] /= total;
                double[] x = question.Features[i];
                for (int f = 0; f < n; f++)
                {
                    mean[f] += p[i] * x[f];
                    gradient[f] += ((given * p[i]) - question.Shares[i]) * x[f];
                    for (int g = 0; g <= f; g++) curvature[f, g] += given * p[i] * x[f] * x[g];
                }
            }

            for (int f = 0; f < n; f++)
            {
                for (int g = 0; g <= f; g++) curvature[f, g] -= given * mean[f] * mean[g];
            }
        }

        for (int f = 0; f < n; f++)
        {
            gradient[f] += lambda * (weights[f] - prior[f]);
            curvature[f, f] += lambda;
        }

        return Solve(curvature, gradient);
    }

    // Cholesky: the curvature is positive definite, as λ is more than 0.
    private static double[] Solve(double[,] a, double[] b)
    {
        int n = b.Length;
        double[,] l = new double[n, n];
        double[] x = [.. b];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = a[i, j];
                for (int k = 0; k < j; k++) sum -= l[i, k] * l[j, k];
                l[i, j] = i == j ? Math.Sqrt(Math.Max(sum, double.Epsilon)) : sum / l[j, j];
            }
        }

        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < i; k++) x[i] -= l[i, k] * x[k];
            x[i] /= l[i, i];
        }

        for (int i = n - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < n; k++) x[i] -= l[k, i] * x[k];
            x[i] /= l[i, i];
        }

        return x;
    }

    private static double[] Scores(RerankLesson question, double[] weights)
    {
        double[] scores = new double[question.Features.Length];
        for (int i = 0; i < scores.Length; i++)
        {
            for (int f = 0; f < weights.Length; f++) scores[i] += weights[f] * question.Features[i][f];
        }

        return scores;
    }
}

using Assay.Models.Sampling;
using Assay.Numerics.Matrices;
using Assay.Numerics.Parallel;

namespace Assay.Benchmarks.Models.Embedding;

/// <summary>
/// Directions of tokens: the first left singular vectors of their <see cref="Cooccurrence"/>, by subspace iteration from random directions (Halko, Martinsson, Tropp 2011). Tokens used alike point
/// alike. The first values of a row say the most.
/// </summary>
internal static class WordSpace
{
    private const int Turns = 2;

    // Below this share of the mean squared length a column is the sum of others and rounding.
    private const double Least = 1e-7;

    /// <summary>Rows of length 1, row-major <c>[size, width]</c>; a token that stands near none has a random one.</summary>
    /// <param name="near">How tokens stand near each other.</param>
    /// <param name="width">Values of a row.</param>
    /// <param name="seed">Chooses the directions to begin with.</param>
    /// <param name="team">Who computes.</param>
    public static float[] Rows(Cooccurrence near, int width, ulong seed, WorkerTeam team)
    {
        var random = new Xoshiro256(seed);
        float[] rows = new float[near.Size * width];
        for (int i = 0; i < rows.Length; i++) rows[i] = Normal(ref random);
        for (int turn = 0; turn < Turns; turn++)
        {
            rows = Orthonormal(near.MultiplyTransposed(rows, width), width, team);
            rows = Orthonormal(near.Multiply(rows, width), width, team);
        }

        for (int row = 0; row < near.Size; row++)
        {
            Span<float> one = rows.AsSpan(row * width, width);
            double length = 0;
            foreach (float value in one) length += (double)value * value;
            for (int i = 0; i < width && length == 0; i++) one[i] = Normal(ref random);
            if (length == 0)
            {
                foreach (float value in one) length += (double)value * value;
            }

            for (int i = 0; i < width; i++) one[i] = (float)(one[i] / Math.Sqrt(length));
        }

        return rows;
    }

    /// <summary>The sum of twelve uniform numbers less 6, which needs no functions whose last bits differ between machines.</summary>
    internal static float Normal(ref Xoshiro256 random)
    {
        double sum = -6;
        for (int k = 0; k < 12; k++) sum += random.NextUnit();
        return (float)sum;
    }

    // Q = X · R⁻¹ with RᵀR = XᵀX (Cholesky), twice, because squares lose half of the digits.
    private static float[] Orthonormal(float[] x, int width, WorkerTeam team)
    {
        for (int pass = 0; pass < 2; pass++)
        {
            float[] products = new float[width * width], y = new float[x.Length];
            Gemm.Multiply(new GemmShape(width, width, x.Length / width, GemmForm.TransposedA), x, x, products, accumulate: false, team);
            Gemm.Multiply(new GemmShape(x.Length / width, width, width, GemmForm.Plain), x, InverseFactor(products, width), y, accumulate: false, team);
            x = y;
        }

        return x;
    }

    // R⁻¹ of the upper triangular R; 0 in columns that others already span.
    private static float[] InverseFactor(float[] products, int width)
    {
        double[,] factor = new double[width, width];
        double mean = 0;
        for (int i = 0; i < width; i++) mean += products[(i * width) + i] / (double)width;
        for (int j = 0; j < width; j++)
        {
            double rest = products[(j * width) + j];
            for (int k = 0; k < j; k++) rest -= factor[k, j] * factor[k, j];
            if (rest <= Least * mean) continue;
            factor[j, j] = Math.Sqrt(rest);
            for (int i = j + 1; i < width; i++)
            {
                double sum = products[(j * width) + i];
                for (int k = 0; k < j; k++) sum -= factor[k, j] * factor[k, i];
                factor[j, i] = sum / factor[j, j];
            }
        }

        float[] inverse = new float[width * width];
        double[] column = new double[width];
        for (int j = 0; j < width; j++)
        {
            if (factor[j, j] == 0) continue;
            Array.Clear(column);
            for (int i = j; i >= 0; i--)
            {
                if (factor[i, i] == 0) continue;
                double sum = i == j ? 1 : 0;
                for (int k = i + 1; k <= j; k++) sum -= factor[i, k] * column[k];
                column[i] = sum / factor[i, i];
                inverse[(i * width) + j] = (float)column[i];
            }
        }

        return inverse;
    }
}

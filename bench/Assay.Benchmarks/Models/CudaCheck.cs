using System.Globalization;
using Assay.Models.Configuration;
using Assay.Models.Sampling;
using Assay.Models.Training;
using Assay.Models.Training.Cuda;
using Assay.Numerics.Cuda;
using Assay.Numerics.Layers.Losses;
using Assay.Numerics.Optimizers;
using Assay.Numerics.Parallel;

namespace Assay.Benchmarks.Models;

/// <summary>Compares a step on the graphics processor with the same step on the processor: the loss, the slopes of every parameter, and the parameters after two steps.</summary>
internal static class CudaCheck
{
    private const double MostOff = 2e-3;

    /// <summary>Compares.</summary>
    /// <param name="decoder">Makes the same decoder every time.</param>
    /// <param name="tokens">About how many tokens.</param>
    /// <returns>Whether they agree: relative distances below .002.</returns>
    public static bool Run(Func<TrainableDecoder> decoder, int tokens)
    {
        using CudaDevice device = CudaDevice.Open(exact: true);
        TrainableDecoder slow = decoder(), fast = decoder();
        TrainingBatch batch = Batch(slow.Config, tokens);
        var gradients = new DecoderGradients(slow, WorkerTeam.Shared);
        using var cuda = new CudaDecoder(fast, device, batch.Tokens.Length + 5);
        CudaBatch packed = CudaBatch.Of(batch, slow.Config.VocabularySize, slow.Config.MaxPositions);
        var optimizer = new AdamWOptimizer(slow.Parameters, WorkerTeam.Shared);
        var settings = new AdamWSettings(1e-3, Beta2: 0.98, WeightDecay: 0.1);
        bool agrees = true;
        for (int step = 1; step <= 2; step++)
        {
            double loss = gradients.Add(batch, batch.TotalWeight, 0), norm = optimizer.Norm();
            cuda.Add(packed, batch.TotalWeight);
            cuda.ReadGradients();
            double worst = 0;
            for (int i = 0; i < slow.Parameters.Length; i++)
            {
                double off = Distance(slow.Parameters[i].Gradient, fast.Parameters[i].Gradient);
                if (!(off < MostOff)) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {slow.Parameters[i].Name}: slopes differ by {off:0.0e0}"));
                worst = double.IsNaN(off) ? double.PositiveInfinity : Math.Max(worst, off);
            }

            optimizer.Step(settings, norm > 0.5 ? (float)(0.5 / norm) : 1);
            cuda.Step(settings, step, 0.5);
            (double cudaLoss, double cudaNorm) = cuda.Last();
            cuda.Read();
            double values = slow.Parameters.Zip(fast.Parameters).Max(p => Distance(p.First.Values, p.Second.Values));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{device.Name}, {batch.Tokens.Length} tokens, step {step}: loss {loss:0.000000} and {cudaLoss:0.000000}, norm {norm:0.00000} and {cudaNorm:0.00000}; slopes differ by at most {worst:0.0e0}, parameters then by {values:0.0e0}"));
            agrees &= Math.Abs(loss - cudaLoss) < 1e-4 * loss && Math.Abs(norm - cudaNorm) < 1e-3 * norm && worst < MostOff && values < MostOff;
        }

        return agrees;
    }

    // Texts of many lengths, some without targets, some weighted.
    private static TrainingBatch Batch(DecoderConfig config, int tokens)
    {
        var random = new Xoshiro256(7);
        int[] lengths = [1, 2, Math.Min(config.MaxPositions, tokens / 2), 63, 64, 65, Math.Max(1, (tokens / 2) - 195)];
        int all = lengths.Sum();
        int[] ids = new int[all], targets = new int[all];
        float[] weights = new float[all];
        for (int i = 0; i < all; i++)
        {
            ids[i] = (int)(random.NextUnit() * config.VocabularySize);
            targets[i] = random.NextUnit() < 0.2 ? CrossEntropy.Ignored : (int)(random.NextUnit() * config.VocabularySize);
            weights[i] = random.NextUnit() < 0.5 ? 1 : 0.25f;
        }

        return new TrainingBatch(ids, targets, weights, lengths);
    }

    private static double Distance(float[] a, float[] b)
    {
        double difference = 0, size = 0;
        for (int i = 0; i < a.Length; i++)
        {
            difference += Math.Pow((double)a[i] - b[i], 2);
            size += Math.Pow(a[i], 2);
        }

        return Math.Sqrt(difference / Math.Max(size, 1e-30));
    }
}

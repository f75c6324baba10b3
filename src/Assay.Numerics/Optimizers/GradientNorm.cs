using Assay.Numerics.Parallel;
using Assay.Numerics.Vectors;

namespace Assay.Numerics.Optimizers;

/// <summary>How long a gradient is.</summary>
public static class GradientNorm
{
    private const int PartLength = 16384;

    /// <summary>The sum of the squares of all values: by blocks of 16,384 in float, those added up in double in their order. Infinite or not a number when a value is.</summary>
    /// <param name="gradient">The values.</param>
    /// <param name="team">Who works on it.</param>
    /// <returns>The sum; does not depend on the number of threads.</returns>
    public static unsafe double SquaredSum(ReadOnlySpan<float> gradient, WorkerTeam team)
    {
        int parts = (gradient.Length + PartLength - 1) / PartLength;
        float[] sums = new float[parts];
        fixed (float* values = gradient, to = sums)
        {
            var work = new Summing { Values = values, Sums = to, Length = gradient.Length };
            team.Run(ref work, parts);
        }

        double total = 0;
        foreach (float sum in sums) total += sum;
        return total;
    }

    private unsafe struct Summing : IParts
    {
        public float* Values, Sums;
        public int Length;

        public readonly void Do(int part)
        {
            int first = part * PartLength;
            var values = new ReadOnlySpan<float>(Values + first, Math.Min(PartLength, Length - first));
            Sums[part] = DotProduct.Of(values, values);
        }
    }
}

using Assay.Models.Training;

namespace Assay.Tests.Models.Training;

/// <summary>Compares a parameter's gradient with differences of the loss.</summary>
internal static class GradientCheck
{
    private const int Directions = 6;

    /// <summary>Along random directions: the difference of the loss against gradient · direction, which leaves the rounding of single entries far behind.</summary>
    /// <returns>How many directions were compared.</returns>
    public static int Of(Parameter parameter, Func<double> loss, float[]? gradient = null)
    {
        gradient ??= parameter.Gradient;
        float[] before = [.. parameter.Values];
        var random = new Random(11);
        for (int direction = 0; direction < Directions; direction++)
        {
            double[] way = [.. before.Select(_ => (random.NextDouble() * 2) - 1)];
            double length = Math.Sqrt(way.Sum(w => w * w)), size = 2e-2 / length * Math.Max(1, Math.Sqrt(before.Length) / 8);
            double Moved(double by)
            {
                for (int i = 0; i < before.Length; i++) parameter.Values[i] = (float)(before[i] + (by * way[i]));
                return loss();
            }

            double numeric = (Moved(size) - Moved(-size)) / (2 * size), near = (Moved(size / 2) - Moved(-size / 2)) / size;
            double expected = ((4 * near) - numeric) / 3, actual = way.Zip(gradient, (w, g) => w * g).Sum();
            double scale = length / Math.Sqrt(before.Length) * Math.Sqrt(gradient.Sum(g => (double)g * g));
            Assert.True(Math.Abs(expected - actual) <= (0.01 * scale) + 2e-4, $"{parameter.Name}: {expected} by differences, {actual} by the gradient ({scale})");
        }

        before.CopyTo(parameter.Values, 0);
        return Directions;
    }
}

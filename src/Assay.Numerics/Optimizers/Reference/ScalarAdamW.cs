namespace Assay.Numerics.Optimizers.Reference;

/// <summary>AdamW as its paper says, in double precision: what the vector paths are tested against.</summary>
public static class ScalarAdamW
{
    /// <summary>One step of one parameter.</summary>
    /// <param name="value">The parameter; changed.</param>
    /// <param name="gradient">The loss's slope along it.</param>
    /// <param name="mean">The running mean of the slopes; changed.</param>
    /// <param name="square">The running mean of their squares; changed.</param>
    /// <param name="step">Number of the step, 1 or more.</param>
    /// <param name="settings">How.</param>
    public static void Step(ref double value, double gradient, ref double mean, ref double square, long step, in AdamWSettings settings)
    {
        value -= settings.LearningRate * settings.WeightDecay * value;
        mean = (settings.Beta1 * mean) + ((1 - settings.Beta1) * gradient);
        square = (settings.Beta2 * square) + ((1 - settings.Beta2) * gradient * gradient);
        double m = mean / (1 - Math.Pow(settings.Beta1, step)), v = square / (1 - Math.Pow(settings.Beta2, step));
        value -= settings.LearningRate * m / (Math.Sqrt(v) + settings.Epsilon);
    }
}

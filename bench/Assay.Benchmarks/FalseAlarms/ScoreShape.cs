namespace Assay.Benchmarks.FalseAlarms;

/// <summary>From a latent number to a score in [0, 1]: right or wrong, or nearly right with a heavy tail of failures.</summary>
internal sealed class ScoreShape
{
    private const int Steps = 20_000;
    private readonly double mean, scale;
    private readonly double? tail;

    /// <summary>A shape.</summary>
    /// <param name="mean">True mean of the scores, in (0, 1).</param>
    /// <param name="tail">Pareto index of the loss 1 − score, cut at 1: the smaller, the heavier. Null: right or wrong.</param>
    public ScoreShape(double mean, double? tail = null)
    {
        (this.mean, this.tail) = (mean, tail);
        double low = 0, high = 100;
        for (int i = 0; i < 60 && tail is not null; i++)
        {
            scale = (low + high) / 2;
            if (MeanAt(0) > mean) low = scale;
            else high = scale;
        }
    }

    /// <summary>The score at a standard normal number; larger is better.</summary>
    public double Score(double latent)
    {
        double share = Gaussian.Below(latent);
        if (tail is not { } index) return share > 1 - mean ? 1 : 0;
        return 1 - Math.Min(1, scale * (Math.Pow(share, -1 / index) - 1));
    }

    /// <summary>The true mean when every latent number is lowered.</summary>
    /// <param name="lowered">By how much.</param>
    public double MeanAt(double lowered)
    {
        double sum = 0;
        for (int i = 0; i < Steps; i++) sum += Score(Gaussian.At((i + 0.5) / Steps) - lowered);
        return sum / Steps;
    }
}

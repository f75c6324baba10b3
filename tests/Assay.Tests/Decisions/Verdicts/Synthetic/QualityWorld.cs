namespace Assay.Tests.Decisions.Verdicts.Synthetic;

/// <summary>How the scores of one made-up project come about.</summary>
/// <remarks>
/// A latent number is the arm's level, plus the question's difficulty (normal or skewed), plus that of its document (t with three degrees of freedom), plus an effect of its own of every arm on every document (t₃ again), plus noise.
/// It is made a score as right or wrong, as two humps, or as a loss with a Pareto tail. So differences between arms are clustered by document, heavy-tailed, skewed and of unequal spread, none of which the verdict is told.
/// </remarks>
internal sealed class QualityWorld
{
    private const double Noise = 0.5, LossIndex = 1.2;
    private readonly double difficulty, document, own;
    private readonly bool skewed;
    private readonly Shape shape;

    /// <summary>A world.</summary>
    public QualityWorld(Chance chance)
    {
        shape = chance.Pick(Enum.GetValues<Shape>());
        skewed = chance.Happens(0.5);
        difficulty = chance.Between(0.5, 1.5);
        document = chance.Between(0, 1);
        own = chance.Between(0.1, 0.9);
    }

    private enum Shape
    {
        RightOrWrong,
        TwoHumps,
        HeavyLoss,
    }

    /// <summary>What a question and its document add for every arm.</summary>
    public double Difficulty(Chance chance, double documentEffect) => (difficulty * (skewed ? -chance.Skewed() : chance.Normal())) + documentEffect;

    /// <summary>What a document adds for every arm.</summary>
    public double Document(Chance chance) => document * chance.Heavy();

    /// <summary>What a document adds for one arm.</summary>
    public double Own(Chance chance) => own * chance.Heavy();

    /// <summary>What one answer adds.</summary>
    public static double Answer(Chance chance) => Noise * chance.Normal();

    /// <summary>A score.</summary>
    /// <param name="latent">The latent number.</param>
    /// <param name="chance">Whether it comes out right.</param>
    public double Score(double latent, Chance chance)
    {
        double u = chance.Unit();
        return shape switch
        {
            Shape.RightOrWrong => chance.Happens(Logistic(latent)) ? 1 : 0,
            Shape.TwoHumps => chance.Happens(Logistic(latent)) ? 1 - (0.3 * u * u) : 0.4 * u * u,
            _ => 1 - Math.Min(1, Scale(latent) * Math.Pow(1 - u, -1 / LossIndex)),
        };
    }

    /// <summary>Its expectation.</summary>
    public double Expected(double latent)
    {
        double p = Logistic(latent);
        switch (shape)
        {
            case Shape.RightOrWrong: return p;
            case Shape.TwoHumps: return (p * 0.9) + ((1 - p) * 0.4 / 3);
            default:
                double a = Scale(latent);
                return a >= 1 ? 0 : 1 - (a + (Math.Pow(a, LossIndex) * (1 - Math.Pow(a, 1 - LossIndex)) / (1 - LossIndex)));
        }
    }

    private static double Scale(double latent) => 0.12 * Math.Exp(-latent);

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
}

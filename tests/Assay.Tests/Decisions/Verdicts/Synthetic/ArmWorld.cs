using Assay.Decisions.Verdicts;

namespace Assay.Tests.Decisions.Verdicts.Synthetic;

/// <summary>What is true of one arm of a made-up project.</summary>
/// <param name="Level">Latent level of its quality.</param>
/// <param name="MedianMs">Median of the lognormal part of its latency.</param>
/// <param name="LatencySpread">Standard deviation of the logarithm.</param>
/// <param name="Tail">Share of answers that take a Pareto number (index 1.5) times as long.</param>
/// <param name="Cost">Median cost of a question; lognormal.</param>
/// <param name="CostSpread">Standard deviation of the logarithm.</param>
/// <param name="Money">Ranges that are told.</param>
/// <param name="True">The amounts behind them.</param>
internal sealed record ArmWorld(double Level, double MedianMs, double LatencySpread, double Tail, double Cost, double CostSpread, ArmMoney Money, ArmFigures True)
{
    private const double TailIndex = 1.5, DocumentSpread = 0.2;

    /// <summary>Draws one.</summary>
    /// <param name="chance">Random numbers.</param>
    /// <param name="level">Its quality.</param>
    /// <param name="trains">Whether it is trained, which costs much to build and again, and makes questions cheap.</param>
    public static ArmWorld Draw(Chance chance, double level, bool trains)
    {
        MoneyRange Range(double low, double high)
        {
            double mode = chance.Octaves(low, high);
            return new MoneyRange(mode * chance.Between(0.4, 0.9), mode, mode * chance.Between(1.2, 2.5));
        }

        var money = new ArmMoney(Range(trains ? 10_000 : 3_000, trains ? 80_000 : 30_000), trains ? Range(50, 2_000) : default, Range(50, 1_000), Range(0.00002, 0.0005));
        var figures = new ArmFigures
        {
            Score = 0,
            Build = money.Build.Quantile(chance.Unit()),
            Retraining = money.Retraining.Quantile(chance.Unit()),
            Monthly = money.Monthly.Quantile(chance.Unit()),
            PerQuery = money.PerQuery.Quantile(chance.Unit()),
        };
        return new ArmWorld(level, chance.Octaves(200, 2_000), chance.Between(0.2, 0.7), chance.Between(0, 0.06), chance.Octaves(trains ? 0.0001 : 0.0005, trains ? 0.002 : 0.01), chance.Between(0.2, 0.8), money, figures);
    }

    /// <summary>What a document adds to the logarithms of latency and cost.</summary>
    public static double Document(Chance chance) => DocumentSpread * chance.Normal();

    /// <summary>The latency of an answer.</summary>
    public double Latency(double document, Chance chance)
    {
        double ms = MedianMs * Math.Exp(document + (LatencySpread * chance.Normal()));
        return chance.Happens(Tail) ? ms * chance.Pareto(TailIndex) : ms;
    }

    /// <summary>The cost of an answer.</summary>
    public double CostOf(double document, Chance chance) => Cost * Math.Exp(document + (CostSpread * chance.Normal()));

    /// <summary>Its expectation.</summary>
    public double MeanCost => Cost * Math.Exp(((DocumentSpread * DocumentSpread) + (CostSpread * CostSpread)) / 2);
}

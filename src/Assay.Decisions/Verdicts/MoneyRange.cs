namespace Assay.Decisions.Verdicts;

/// <summary>An amount that is not known exactly: a triangular distribution from <paramref name="Low"/> to <paramref name="High"/> with its peak at <paramref name="Mode"/>.</summary>
/// <param name="Low">The least it can be; 0 or more.</param>
/// <param name="Mode">The likeliest.</param>
/// <param name="High">The most it can be.</param>
public readonly record struct MoneyRange(double Low, double Mode, double High)
{
    /// <summary>Mean of the distribution: a third of the sum of the three.</summary>
    public double Mean => (Low + Mode + High) / 3;

    /// <summary>Variance of the distribution.</summary>
    public double Variance => ((Low * Low) + (Mode * Mode) + (High * High) - (Low * Mode) - (Low * High) - (Mode * High)) / 18;

    /// <summary>An amount that is known.</summary>
    /// <param name="amount">0 or more.</param>
    /// <returns>A range without width.</returns>
    public static MoneyRange Exactly(double amount) => new(amount, amount, amount);

    /// <summary>The amount below which the given share of the distribution lies.</summary>
    /// <param name="share">In [0, 1].</param>
    /// <returns>From <see cref="Low"/> to <see cref="High"/>.</returns>
    public double Quantile(double share)
    {
        double width = High - Low;
        if (width <= 0) return Mode;
        double left = (Mode - Low) / width;
        return share < left ? Low + Math.Sqrt(share * width * (Mode - Low)) : High - Math.Sqrt((1 - share) * width * (High - Mode));
    }

    internal void Check(string what)
    {
        if (!(Low >= 0 && Low <= Mode && Mode <= High && double.IsFinite(High))) throw new ArgumentException($"{what} must be a range 0 <= low <= mode <= high, found {Low}, {Mode}, {High}.");
    }
}

namespace Assay.Decisions.Costs;

/// <summary>A number that is not known exactly: the lowest, the likeliest and the highest it can be. A number that is known has all three equal.</summary>
/// <remarks>
/// Drawn from the triangular distribution, not from PERT: published ranges give ends that somebody has paid, and PERT (a beta distribution with weight 4 on the mode) makes them rare: with the
/// mode in the middle it draws from the lowest tenth of the range 0.9% of the time, the triangle 2%. The triangle also has an inverse in closed form, so one uniform number gives one draw, the same on every machine, and a draw that several arms share moves them alike.
/// </remarks>
/// <param name="Low">Lowest; finite.</param>
/// <param name="Mode">Likeliest; from <paramref name="Low"/> to <paramref name="High"/>.</param>
/// <param name="High">Highest; finite.</param>
public readonly record struct CostRange(double Low, double Mode, double High)
{
    /// <summary>A number that is known.</summary>
    /// <param name="value">Finite.</param>
    /// <returns>All three equal.</returns>
    public static CostRange Of(double value) => new(value, value, value);

    /// <summary>A range of which only the ends are known: the middle counts as likeliest.</summary>
    /// <param name="low">Lowest.</param>
    /// <param name="high">Highest.</param>
    /// <returns>With the mode in the middle.</returns>
    public static CostRange Between(double low, double high) => new(low, low + ((high - low) / 2), high);

    /// <summary>Whether the number is known.</summary>
    public bool IsPoint => Low == High;

    /// <summary>Whether the three are finite, not negative and in order.</summary>
    public bool IsValid => double.IsFinite(Low) && double.IsFinite(High) && Low >= 0 && Low <= Mode && Mode <= High;

    /// <summary>Mean of the triangular distribution: (low + mode + high) / 3.</summary>
    public double Mean => (Low + Mode + High) / 3;

    /// <summary>The value below which a share of the draws lies: low + √(u·(high − low)·(mode − low)) left of the mode, high − √((1 − u)·(high − low)·(high − mode)) right of it.</summary>
    /// <param name="share">u, from 0 to 1.</param>
    /// <returns>From <see cref="Low"/> to <see cref="High"/>.</returns>
    public double At(double share)
    {
        double width = High - Low;
        if (width == 0) return Low;
        double left = (Mode - Low) / width;
        return share < left ? Low + Math.Sqrt(share * width * (Mode - Low)) : High - Math.Sqrt((1 - share) * width * (High - Mode));
    }
}

using System.Globalization;
using Assay.Text;

namespace Assay.Tuning.Racing;

/// <summary>What a search may take.</summary>
/// <param name="Time">Time of this machine.</param>
/// <param name="PricePerHour">What an hour of it costs, in whatever currency; null where that is not known.</param>
public sealed record RaceBudget(TimeSpan Time, decimal? PricePerHour = null)
{
    /// <summary>A budget of money.</summary>
    /// <param name="money">What may be spent; more than 0.</param>
    /// <param name="pricePerHour">What an hour of the machine costs; more than 0.</param>
    /// <returns>The budget.</returns>
    /// <exception cref="InputException">One of them is not more than 0, or it would buy more than a year.</exception>
    public static RaceBudget Of(decimal money, decimal pricePerHour)
    {
        if (money <= 0 || pricePerHour <= 0 || money / pricePerHour > 24 * 366)
            throw new InputException(new Problem("search", null, string.Create(CultureInfo.InvariantCulture, $"money and the price of an hour must be more than 0 and buy less than a year; found {money} at {pricePerHour} an hour.")));
        return new RaceBudget(TimeSpan.FromHours((double)(money / pricePerHour)), pricePerHour);
    }

    /// <summary>What a time costs.</summary>
    /// <param name="seconds">The time.</param>
    /// <returns>Null where the price of an hour is not known.</returns>
    public decimal? CostOf(double seconds) => PricePerHour * (decimal)(seconds / 3600);
}

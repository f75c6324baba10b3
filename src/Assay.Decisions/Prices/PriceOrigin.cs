namespace Assay.Decisions.Prices;

/// <summary>Where a price was read and when.</summary>
/// <param name="Source">Address or name of the source.</param>
/// <param name="Date">The day it states, or the day it was read.</param>
public sealed record PriceOrigin(string Source, DateOnly Date)
{
    /// <summary>What else whoever uses the price should know, without a full stop; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Days after which a price is stale.</summary>
    public const int StaleAfterDays = 90;

    /// <summary>Whether the price is older than 90 days.</summary>
    /// <param name="today">The current day.</param>
    /// <returns>True from the 91st day on.</returns>
    public bool IsStale(DateOnly today) => today.DayNumber - Date.DayNumber > StaleAfterDays;
}

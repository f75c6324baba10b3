namespace Assay.Decisions.Requirements;

/// <summary>How often the documents of a product change.</summary>
public enum ChangeRate
{
    /// <summary>Written once.</summary>
    Never,

    /// <summary>About once a year.</summary>
    Yearly,

    /// <summary>About four times a year.</summary>
    Quarterly,

    /// <summary>About once a month.</summary>
    Monthly,

    /// <summary>About once a week.</summary>
    Weekly,

    /// <summary>About once a day.</summary>
    Daily,

    /// <summary>All the time.</summary>
    Continuous,
}

/// <summary>Change rates as numbers.</summary>
public static class ChangeRates
{
    private const double HoursAMonth = 365.0 * 24 / 12;

    /// <summary>How often something that keeps up with the documents is done again in a month.</summary>
    /// <param name="rate">How often they change.</param>
    /// <returns>0 for <see cref="ChangeRate.Never"/>; once an hour for <see cref="ChangeRate.Continuous"/>.</returns>
    public static double PerMonth(this ChangeRate rate) => rate switch
    {
        ChangeRate.Never => 0,
        ChangeRate.Yearly => 1.0 / 12,
        ChangeRate.Quarterly => 1.0 / 3,
        ChangeRate.Monthly => 1,
        ChangeRate.Weekly => 52.0 / 12,
        ChangeRate.Daily => 365.0 / 12,
        _ => HoursAMonth,
    };

    /// <summary>The rate nearest to a number of changes a month.</summary>
    /// <param name="perMonth">0 or more.</param>
    /// <returns>The rate whose logarithm is nearest; <see cref="ChangeRate.Never"/> below once in two years.</returns>
    public static ChangeRate Nearest(double perMonth) => perMonth < 1.0 / 24
        ? ChangeRate.Never
        : Enum.GetValues<ChangeRate>().Skip(1).MinBy(r => Math.Abs(Math.Log(r.PerMonth() / perMonth)));
}

using Assay.Decisions.Requirements;

namespace Assay.Decisions.Costs;

/// <summary>How often a model that holds knowledge in its weights is trained again.</summary>
public static class Retraining
{
    private const double DaysPerMonth = 365.0 / 12;
    private const double WeeksPerMonth = 52.0 / 12;

    /// <summary>Retrainings a month that keep a model as fresh as its documents: one for every change. Continuous change counts as daily, which is the least that it can mean.</summary>
    /// <param name="rate">How often the documents change.</param>
    /// <returns>0 for documents that never change, 52/12 for weekly ones.</returns>
    public static double PerMonth(ChangeRate rate) => rate.ToString() switch
    {
        nameof(ChangeRate.Never) => 0,
        "Yearly" => 1.0 / 12,
        "Quarterly" => 1.0 / 3,
        nameof(ChangeRate.Monthly) => 1,
        nameof(ChangeRate.Weekly) => WeeksPerMonth,
        _ => DaysPerMonth,
    };
}

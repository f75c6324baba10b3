using System.Collections.Immutable;

namespace Assay.Decisions.Verdicts;

/// <summary>What an arm costs beside its model calls, in the currency of the decision.</summary>
/// <param name="Build">Once, before the first question: engineering, data, the first training, the first embedding.</param>
/// <param name="Retraining">For each time it is trained or embedded anew because the documents changed.</param>
/// <param name="Monthly">Every month whatever the volume: people, storage, reserved machines.</param>
/// <param name="PerQuery">For each question beside the measured model calls: machines by the hour, reranking, search.</param>
public sealed record ArmMoney(MoneyRange Build, MoneyRange Retraining, MoneyRange Monthly, MoneyRange PerQuery)
{
    /// <summary>A month's share of what was neither stated nor measured, such as published costs of building. It counts when the costs of arms are compared, and against no budget: what others paid rules no arm out.</summary>
    public MoneyRange Assumed { get; init; }

    /// <summary>The same in joint draws, which then count in place of the ranges: draw k of one arm belongs to draw k of every other. Empty: each amount is drawn for itself from its range.</summary>
    public ImmutableArray<MoneyDraw> Draws { get; init; } = [];

    /// <summary>Whether <see cref="Retraining"/> is such an amount.</summary>
    public bool RetrainingIsAssumed { get; init; }

    /// <summary>Nothing.</summary>
    public static ArmMoney None { get; } = new(default, default, default, default);

    internal void Check(string arm)
    {
        Build.Check($"The cost of building {arm}");
        Retraining.Check($"The cost of a retraining of {arm}");
        Monthly.Check($"The monthly cost of {arm}");
        Assumed.Check($"The assumed cost of a month of {arm}");
        PerQuery.Check($"The cost of a question to {arm}");
    }
}

/// <summary>The money of an arm in one draw; the members mean what those of <see cref="ArmMoney"/> mean.</summary>
/// <param name="Build">Once.</param>
/// <param name="Retraining">For each retraining.</param>
/// <param name="Monthly">Every month.</param>
/// <param name="PerQuery">For each question.</param>
/// <param name="Assumed">A month's share of what was neither stated nor measured.</param>
public readonly record struct MoneyDraw(double Build, double Retraining, double Monthly, double PerQuery, double Assumed);

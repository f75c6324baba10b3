using System.Collections.Immutable;
using Assay.Decisions.Costs;
using Assay.Decisions.Verdicts;

namespace Assay.Deciding;

/// <summary>
/// The money of arms as a verdict looks at it: what their model calls cost was measured question by question, and what wrong answers cost is weighed by the verdict itself, so both are left out. What nobody stated or measured
/// counts when arms are compared and against no budget.
/// </summary>
/// <param name="costs">What costs depend on.</param>
/// <param name="decision">What is known.</param>
internal sealed class MoneyOfArms(ArmCosts costs, DecisionCase decision)
{
    private const int Draws = 2_000;

    /// <summary>The money of each arm, in joint draws.</summary>
    /// <param name="arms">What their costs depend on; at least one.</param>
    /// <param name="seed">Of the draws.</param>
    /// <returns>By the name of the arm.</returns>
    public ImmutableDictionary<string, ArmMoney> Of(ImmutableArray<CostInputs> arms, ulong seed)
    {
        ImmutableArray<ImmutableArray<DrawnMoney>> drawn = CostSimulation.Money(arms, KindOf, Draws, seed);
        return arms.Zip(drawn).ToImmutableDictionary(a => a.First.Arm, a => ArmMoney.None with { Draws = [.. a.Second.Select(Draw)], RetrainingIsAssumed = decision.Project?.Costs.PersonHour is null }, StringComparer.Ordinal);
    }

    private MoneyDraw Draw(DrawnMoney of) => new(of.Once, of.Retraining, of.Monthly, of.PerQuery, (of.AssumedOnce / decision.Months) + of.AssumedMonthly);

    private MoneyKind KindOf(string arm, CostGroup group) => group switch
    {
        CostGroup.Tokens or CostGroup.WrongAnswers => MoneyKind.Left,
        CostGroup.Build => decision.Project?.Costs.Build.ContainsKey(arm) == true ? MoneyKind.Known : MoneyKind.Assumed,
        CostGroup.Retraining when costs.FollowsDocuments(arm) => MoneyKind.PerRetraining,
        CostGroup.Retraining => decision.Project?.Costs.PersonHour is null ? MoneyKind.Assumed : MoneyKind.Known,
        _ => MoneyKind.Known,
    };
}

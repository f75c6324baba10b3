using Assay.Decisions.Verdicts;

namespace Assay.Tests.Decisions.Verdicts;

public sealed class ChoiceTests
{
    private static readonly ArmFigures Dear = new() { Score = 0.80, P95Ms = 900, CostPerQuestion = 0.004, Build = 2_400, Monthly = 100 };
    private static readonly ArmFigures Cheap = new() { Score = 0.77, P95Ms = 300, CostPerQuestion = 0.001, Build = 24_000, Retraining = 500, Monthly = 50 };
    private static readonly Circumstances Stated = new() { QueriesPerMonth = 1_000_000, RetrainingsPerMonth = 1 };

    [Fact]
    public void Monthly_counts_building_retraining_fixed_and_questions()
    {
        Assert.Equal((2_400 / 24.0) + 100 + 4_000, Choice.Monthly(Dear, Stated), 9);
        Assert.Equal((24_000 / 24.0) + 500 + 50 + 1_000, Choice.Monthly(Cheap, Stated), 9);
        Assert.Equal(500 + 50 + 1_000, Choice.Running(Cheap, Stated), 9);
        Assert.Equal(Choice.Running(Cheap, Stated), Choice.Running(Cheap with { Assumed = 700 }, Stated), 9);
        Assert.Equal(Choice.Monthly(Cheap, Stated) + 700, Choice.Monthly(Cheap with { Assumed = 700 }, Stated), 9);
        Assert.Equal(50 + 1_000, Choice.Running(Cheap with { RetrainingIsAssumed = true }, Stated), 9);
        Assert.Equal((24_000 / 24.0) + 500 + 50 + 2_000, Choice.Monthly(Cheap, Stated with { PriceFactor = 2 }), 9);
        Assert.Equal(0.004, Choice.Money(Dear, new Circumstances()));
    }

    [Fact]
    public void Of_level_arms_takes_the_cheapest_and_beyond_the_margin_the_best()
    {
        Assert.Equal(1, Choice.Of([Dear, Cheap], Stated));
        Assert.Equal(0, Choice.Of([Dear, Cheap], Stated with { DifferenceThatMatters = 0.02 }));
        Assert.Equal(0, Choice.Of([Dear, Cheap], Stated with { QueriesPerMonth = 100_000 }));
    }

    [Fact]
    public void Of_stated_cost_of_wrong_answers_takes_the_least_total()
    {
        // 3 points are worth 30,000 questions times the cost: above 0.055 USD that is more than the 1,650 saved.
        Assert.Equal(1, Choice.Of([Dear, Cheap], Stated with { WrongAnswerCost = 0.05 }));
        Assert.Equal(0, Choice.Of([Dear, Cheap], Stated with { WrongAnswerCost = 0.06 }));
        Assert.Equal(DecisionBasis.TotalCost, (Stated with { WrongAnswerCost = 0.06 }).Basis);
    }

    [Fact]
    public void Of_limits_leave_out_what_exceeds_them()
    {
        Assert.Equal(1, Choice.Of([Dear, Cheap], Stated with { LatencyP95 = 899, DifferenceThatMatters = 0.02 }));
        Assert.Equal(0, Choice.Of([Dear, Cheap], Stated with { BuildBudget = 23_999 }));
        Assert.Equal(1, Choice.Of([Dear, Cheap], Stated with { MonthlyBudget = 4_099, DifferenceThatMatters = 0.02 }));
        Assert.Equal(-1, Choice.Of([Dear, Cheap], Stated with { LatencyP95 = 299 }));
        Assert.Equal(0, Choice.Of([Dear, Cheap with { IsRuledOut = true }], Stated));
    }

    [Fact]
    public void Of_unknown_costs_or_equal_ones_lets_speed_and_then_the_score_decide()
    {
        Assert.Equal(1, Choice.Of([Dear with { CostPerQuestion = null }, Cheap], new Circumstances()));
        Assert.Equal(0, Choice.Of([Dear with { CostPerQuestion = null, P95Ms = null }, Cheap], new Circumstances()));
    }

    [Fact]
    public void Flip_of_volume_is_the_crossover_formula()
    {
        // q* = ((S_F − S_R)/n + (F_F − F_R)) / (P_R − P_F), the formula of the crossover with n months.
        double crossover = (((24_000 - 2_400) / 24.0) + 500 + 50 - 100) / (0.004 - 0.001);

        Assert.Equal(crossover, FlipSearch.Of([Dear, Cheap], Stated, FlipAxis.Volume, 1_000_000, 10_000, 1)!.Value.At, 6);
        Assert.Null(FlipSearch.Of([Dear, Cheap], Stated, FlipAxis.Volume, 1_000_000, 100_000_000, 1));
    }

    [Fact]
    public void Flip_on_every_other_axis_is_where_the_choice_changes()
    {
        (double At, int To)? Flip(FlipAxis axis, double from, double to, Circumstances? at = null, int chosen = 1) => FlipSearch.Of([Dear, Cheap], at ?? Stated, axis, from, to, chosen);

        Assert.Equal(4.3, Flip(FlipAxis.ChangeRate, 1, 31)!.Value.At, 9);
        Assert.Equal(0.45, Flip(FlipAxis.Price, 1, 0.1)!.Value.At, 9);
        Assert.Equal((300.0, -1), Flip(FlipAxis.LatencyP95, 2_000, 200)!.Value);
        Assert.Equal(0.055, Flip(FlipAxis.WrongAnswerCost, 0.01, 1, Stated with { WrongAnswerCost = 0.01 })!.Value.At, 9);
        Assert.Equal((900.0, 0), Flip(FlipAxis.LatencyP95, 500, 5_000, Stated with { DifferenceThatMatters = 0.02 })!.Value);
    }

    [Fact]
    public void Flip_of_an_arm_that_is_not_the_choice_is_where_it_stands() =>
        Assert.Equal((1_000_000.0, 1), FlipSearch.Of([Dear, Cheap], Stated, FlipAxis.Volume, 1_000_000, 2_000_000, 0)!.Value);

    [Fact]
    public void Flip_through_the_budget_leaves_no_arm()
    {
        Circumstances at = Stated with { MonthlyBudget = 2_050 };
        (double value, int to) = FlipSearch.Of([Dear, Cheap], at, FlipAxis.Volume, 1_000_000, 100_000_000, 1)!.Value;

        Assert.Equal(1_500_000, value, 5);
        Assert.Equal(-1, to);
    }
}

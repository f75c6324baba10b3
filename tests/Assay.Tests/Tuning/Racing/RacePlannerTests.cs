using System.Collections.Immutable;
using Assay.Models.Training;
using Assay.Tuning.Racing;
using Assay.Tuning.Training;

namespace Assay.Tests.Tuning.Racing;

public sealed class RacePlannerTests
{
    private static readonly RacePace s_pace = new(0.01, 5, 2);

    private static RaceCandidate Start => new("default", new TrainingOptions(), new LoraSettings());

    [Fact]
    public void Plans_fit_the_budget_and_more_of_it_buys_more()
    {
        ImmutableArray<RaceEntry> entries = Entries(16);
        double whole = entries[0].Steps * entries[0].TokensPerStep * s_pace.SecondsPerToken;
        RacePlan? before = null;
        int compared = 0;
        for (double budget = whole / 100; budget < 20 * whole; budget *= 1.2)
        {
            RacePlan plan = RacePlanner.Plan(entries, s_pace, budget, new RaceOptions());
            Assert.True(plan.ExpectedSeconds <= 0.9 * budget, $"{plan.ExpectedSeconds} of {budget} s");
            Assert.Equal(plan.Rungs.Select(r => r.Share).Order(), plan.Rungs.Select(r => r.Share));
            Assert.All(plan.Rungs, r => Assert.True(r.Share * entries[0].Steps >= 20 && r.Share >= 0.06));
            if (!plan.Rungs.IsEmpty)
            {
                Assert.Equal(1, plan.Rungs[^1].Keep);
                if (before is { Rungs.IsEmpty: false }) Assert.True(plan.Rungs[^1].Share > before.Rungs[^1].Share || (plan.Rungs[^1].Share == before.Rungs[^1].Share && plan.Candidates >= before.Candidates) || before.Candidates < 4);
                compared++;
            }

            before = plan;
        }

        Assert.True(compared > 20);
        Assert.Equal((16, 1.0), (before!.Candidates, before.Rungs[^1].Share));
        Assert.True(RacePlanner.Plan(entries, s_pace, whole / 100, new RaceOptions()).Rungs.IsEmpty);
    }

    [Fact]
    public void A_third_of_the_challengers_goes_on()
    {
        RacePlan plan = RacePlanner.Plan(Entries(10), s_pace, 1e9, new RaceOptions());
        Assert.Equal([(1 / 9.0, 3), (1 / 3.0, 1), (1.0, 1)], plan.Rungs.Select(r => (r.Share, r.Keep)));
    }

    [Fact]
    public void A_short_training_has_fewer_rounds()
    {
        ImmutableArray<RaceEntry> entries = [.. RaceSpace.Around(Start, 10, 1).Select(c => RaceEntry.Of(c, 100, 10_000))];
        RacePlan plan = RacePlanner.Plan(entries, s_pace, 1e9, new RaceOptions());
        Assert.Equal([(1.0, 1)], plan.Rungs.Select(r => (r.Share, r.Keep)));
        Assert.Equal(10, plan.Candidates);
    }

    [Fact]
    public void The_default_comes_first_and_all_candidates_differ()
    {
        ImmutableArray<RaceCandidate> lora = RaceSpace.Around(Start, 1000, 1), full = RaceSpace.Around(Start with { Lora = null }, 1000, 1);
        Assert.Equal(Start, lora[0]);
        Assert.Equal(lora.Length, lora.Select(c => c.Name).Distinct().Count());
        Assert.Equal(lora.Length, lora.Select(c => (c.Options.LearningRate, c.Options.Epochs, c.Lora!.Rank, string.Join(',', c.Lora.TargetModules))).Distinct().Count());
        Assert.True(lora.Length > 50 && full.Length is > 8 and < 20);
        Assert.All(lora, c => Assert.Equal(2, c.Lora!.Alpha / c.Lora.Rank, 1e-12));
        Assert.All(full, c => Assert.Null(c.Lora));
        Assert.Equal(lora[..6].AsEnumerable(), RaceSpace.Around(Start, 6, 2));
        Assert.NotEqual(lora.AsEnumerable(), RaceSpace.Around(Start, 1000, 2));
        Assert.Equal(["default", "learning rate ×3", "learning rate ÷3", "epochs ×2", "rank 64"], lora[..5].Select(c => c.Name));
    }

    private static ImmutableArray<RaceEntry> Entries(int count) => [.. RaceSpace.Around(Start, count, 1).Select(c => RaceEntry.Of(c, 2000, 400_000))];
}

using Assay.FineTuning;
using Assay.Models.Providers;
using Assay.Numerics.Parallel;
using Assay.Projects;
using Assay.Running;
using Assay.Text;
using Assay.Tuning.Racing;

namespace Assay.Tests.Application.FineTuning;

/// <summary>Search and pilot on a project whose default learning rate is far too low.</summary>
public sealed class TuneSearchTests : IDisposable
{
    private readonly TuneProject project = new("epochs: 6, batchSize: 4, heldOut: 0.25, learningRate: 2e-4, patience: 0", examples: 80);

    private static TuneJob Job => new(new ProviderOptions(), WorkerTeam.One, TimeProvider.System);

    public void Dispose() => project.Dispose();

    [Fact]
    public void A_better_rate_is_found_once_kept_and_made_again_from_its_manifest()
    {
        using TunePlan plan = Job.Prepare(ProjectFile.Read(project.Root), null, CancellationToken.None);
        var budget = new RaceBudget(TimeSpan.FromMinutes(10));
        RaceResult result = Search(plan, budget);
        Assert.Contains("learning rate ×10", result.Winner.Name, StringComparison.Ordinal);
        Assert.True(result.Gain!.IsClear && result.Gain.Mean > 0.1, result.Reason);
        TunePlan winner = Job.With(plan, result.Winner);
        Assert.Equal(2e-3, winner.Options.LearningRate, 1e-12);
        Assert.Equal("v1", Job.Run(winner, null, null, _ => { }, CancellationToken.None).Version.Name);

        // What was searched is not searched again, and the version is known.
        RaceResult again = Search(plan, budget);
        Assert.Equal((result.Winner.Name, result.Gain), (again.Winner.Name, again.Gain));
        Assert.Equal("v1", Job.With(plan, again.Winner).Existing?.Name);
        Assert.True(Job.Replay(ProjectFile.Read(project.Root), "v1", null, CancellationToken.None).IsSame);
    }

    [Fact]
    public void A_pilot_says_what_everything_would_bring_and_trains_nothing_twice()
    {
        project.Settings("epochs: 20, batchSize: 4, heldOut: 0.3, learningRate: 1e-2, patience: 0");
        using TunePlan plan = Job.Prepare(ProjectFile.Read(project.Root), null, CancellationToken.None);
        PilotReport report = new TunePilot(Job, WorkerTeam.One, TimeProvider.System).Run(plan, null, CancellationToken.None);
        Assert.Equal([7, 14, 28], report.Runs.Select(r => r.Examples));
        Assert.Equal((plan.Data.Lesson!.HeldOut, 24), (report.Items, report.Items));
        Assert.Equal(0, report.RivalScore);
        Assert.True(report.Reason is not null || report.Outlooks.Length == 3);
        int steps = 0;
        PilotReport again = new TunePilot(Job, WorkerTeam.One, TimeProvider.System).Run(plan, new CallbackProgress<CompareProgress>(_ => steps++), CancellationToken.None);
        Assert.Equal((0, report.ToText()), (steps, again.ToText()));
    }

    [Fact]
    public void Without_held_out_examples_nothing_can_be_compared()
    {
        project.Settings("heldOut: 0");
        using TunePlan plan = Job.Prepare(ProjectFile.Read(project.Root), null, CancellationToken.None);
        Assert.Contains("held-out", Assert.Throws<InputException>(() => Search(plan, new RaceBudget(TimeSpan.FromMinutes(1)))).Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => new TunePilot(Job, WorkerTeam.One, TimeProvider.System).Run(plan, null, CancellationToken.None));
    }

    private static RaceResult Search(TunePlan plan, RaceBudget budget) => Job.Search(plan, budget, null, _ => { }, CancellationToken.None);
}

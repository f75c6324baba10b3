using Assay.Tests.Decisions.Verdicts.Synthetic;

namespace Assay.Tests.Decisions.Verdicts;

/// <summary>A small run of what <c>bench decisions calibration</c> measures on 2,000 projects (docs/benchmarks/decision-calibration.md).</summary>
public sealed class CalibrationTests
{
    private const int Projects = 120;

    [Fact]
    public void Probabilities_and_flip_points_hold_on_projects_with_a_known_truth()
    {
        var runs = new CalibrationRuns();
        for (int i = 1; i <= Projects; i++) runs.Add(SyntheticProject.Draw(900_000 + i));

        Assert.InRange(runs.Best.Error, 0, 0.05);
        Assert.True(runs.AllFlips.All > 200);
        Assert.InRange((double)runs.AllFlips.Held / runs.AllFlips.All, 0.88, 1);
        Assert.InRange((double)runs.AllFlips.WithinHeld / runs.AllFlips.Within, 0.85, 1);
    }

    [Fact]
    public void Reliability_of_overconfident_probabilities_is_their_excess()
    {
        var reliability = new Reliability();
        for (int i = 0; i < 100; i++) reliability.Add(0.95, i < 70);

        Assert.Equal(0.25, reliability.Error, 9);
        Assert.Equal((0.9, 100), (reliability.Table().Single().From, reliability.Table().Single().Count));
    }
}

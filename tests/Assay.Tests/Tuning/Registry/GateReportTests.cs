using Assay.Text;
using Assay.Tuning.Registry;

namespace Assay.Tests.Tuning.Registry;

public sealed class GateReportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static GateReport Passing() => GateReport.Empty.With(
        DateTimeOffset.UnixEpoch,
        Gate.Above(GateReport.Gain, 0.2, (0.1, 0.3), 0, "gain"),
        Gate.Above(GateReport.Leak, 0.2, (0.1, 0.3), 0, "gain without suspects"),
        Gate.AtLeast(GateReport.Contract, 1, 0.98, "share"),
        Gate.NotApplicable(GateReport.Latency, "no limit"),
        Gate.AtMost(GateReport.Forgetting, 0.01, 0.05, "loss"),
        Gate.AtMost(GateReport.Memorisation, 0, 0, "canaries"));

    [Fact]
    public void Nothing_measured_fails_closed()
    {
        Assert.False(GateReport.Empty.Passes);
        Assert.Equal(GateReport.Names, GateReport.Empty.Gates.Select(g => g.Name));
        Assert.All(GateReport.Empty.Gates, g => Assert.Equal(GateOutcome.Missing, g.Outcome));
        Assert.True(Passing().Passes);
        foreach (string name in GateReport.Names) Assert.False(Passing().With(DateTimeOffset.UnixEpoch, Gate.Missing(name, "none")).Passes);
    }

    [Theory]
    [InlineData(0.1, 0.01, 0.2, GateOutcome.Passed)]
    [InlineData(0.1, 0.0, 0.2, GateOutcome.Failed)]
    [InlineData(-0.1, -0.2, -0.05, GateOutcome.Failed)]
    [InlineData(double.NaN, 0.1, 0.2, GateOutcome.Missing)]
    public void A_gain_must_be_above_the_limit_with_its_interval(double value, double low, double high, GateOutcome expected) =>
        Assert.Equal(expected, Gate.Above(GateReport.Gain, value, (low, high), 0, "gain").Outcome);

    [Fact]
    public void A_value_is_compared_with_its_limit()
    {
        Assert.Equal(GateOutcome.Passed, Gate.AtMost(GateReport.Latency, 800, 800, "p95").Outcome);
        Assert.Equal(GateOutcome.Failed, Gate.AtMost(GateReport.Latency, 801, 800, "p95").Outcome);
        Assert.Equal(GateOutcome.Missing, Gate.AtMost(GateReport.Latency, null, 800, "p95").Outcome);
        Assert.Equal(GateOutcome.Missing, Gate.AtMost(GateReport.Latency, double.NaN, 800, "p95").Outcome);
        Assert.Equal(GateOutcome.Failed, Gate.AtLeast(GateReport.Contract, 0.97, 0.98, "share").Outcome);
        Assert.Equal(GateOutcome.Missing, Gate.Above(GateReport.Gain, 0.2, null, 0, "gain").Outcome);
    }

    [Fact]
    public void What_is_kept_is_read_again_with_every_gate()
    {
        var registry = AdapterRegistry.Open(folder.Path, TimeProvider.System);
        AdapterVersion version = Versions.Add(registry);
        Assert.Null(version.Evaluation);
        version.Keep(Passing() with { Arm = "hybrid", Against = "rag", Index = "1", Questions = "2" });
        Assert.True(version.Evaluation!.Passes);
        Assert.Equal(("hybrid", 0.3), (version.Evaluation.Arm, version.Evaluation.Gates[0].High));
        string path = Path.Combine(version.Folder, AdapterVersion.EvaluationFileName);
        File.WriteAllText(path, "{\"format\":1,\"gates\":[{\"name\":\"gain\",\"outcome\":\"passed\",\"value\":1,\"limit\":0,\"text\":\"edited\"},{\"name\":\"other\",\"outcome\":\"passed\",\"value\":1,\"limit\":0,\"text\":\"\"}]}");
        Assert.Equal(GateReport.Names.Length - 1, version.Evaluation.Blocking.Length);
        File.WriteAllText(path, "{\"format\":1,\"gates\":null}");
        Assert.Throws<InputException>(() => version.Evaluation);
        File.WriteAllText(path, "{\"format\":1,");
        Assert.Contains("damaged", Assert.Throws<InputException>(() => version.Evaluation).Message, StringComparison.Ordinal);
    }
}
